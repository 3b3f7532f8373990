import type { ExportFormat } from '#contracts';
import type { HeldLabel } from '../persistence/held-labels.ts';
import type { KeptLabels } from '../persistence/kept-labels.ts';
import type { Label } from '../persistence/label.ts';
import type { NewLabelsFileHeader } from '../persistence/labels-file/write-labels-file.ts';

/** What is the same from the first row to the last. */
export interface ExportPlan {
  readonly format: ExportFormat;
  readonly onlyLabelled: boolean;
  /** Of the form of labels.json. */
  readonly header: NewLabelsFileHeader;
  /** Names of which there is a column, in their order. */
  readonly metrics: readonly string[];
  readonly categories: readonly string[];
  /** False for labels by themselves, without the catalogue of images. */
  readonly hasFiles: boolean;
}

/** Some rows on their way to the thread that makes text or columns of them. */
export interface RowsPage {
  /** Joined by NUL, which no path holds. */
  readonly paths: string;
  readonly widths: Uint32Array;
  readonly heights: Uint32Array;
  readonly sizes: Float64Array;
  /** What the source says, for each name of the plan; undefined where it says nothing of that name. */
  readonly given: readonly (Float64Array | undefined)[];
  readonly categories: readonly (readonly (string | undefined)[])[];
  readonly kept: KeptLabels;
  /** By their places: what labels were at the moment of the export that have changed since. */
  readonly former: readonly (readonly [number, HeldLabel])[];
}

/** One row of an export. */
export interface ExportedRow {
  /** That of an item on which nobody wrote is the empty one, by nobody. */
  readonly label: Label;
  readonly width: number;
  readonly height: number;
  readonly size: number;
  /** For each name of the plan, NaN for none: what was pushed, else what the source says. */
  readonly numbers: readonly number[];
  readonly given: Readonly<Record<string, number>> | undefined;
  readonly categories: readonly (string | undefined)[];
}

/** Makes a file of rows, a piece at a time. Nothing of it is a whole file before the end. */
export interface RowEncoder {
  begin(): Uint8Array<ArrayBuffer>;
  add(rows: readonly ExportedRow[]): Uint8Array<ArrayBuffer>;
  end(): Uint8Array<ArrayBuffer>;
}
