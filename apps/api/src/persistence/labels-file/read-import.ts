import { Buffer } from 'node:buffer';
import { limits, type ImportFormat } from '#contracts';
import { characterCount } from '../../shared/character-count.ts';
import type { Label } from '../label.ts';
import { decodeCsv } from './csv.ts';
import type { FoundLabels, ReadingEar } from './found-label.ts';
import type { LabelsFileError } from './labels-file-error.ts';
import { decodeNdjson } from './ndjson.ts';
import { decodeLabelsFile } from './read-labels-file.ts';
import { Refusal } from './refusal.ts';
import { SeenNames } from './seen-names.ts';

/** A number, or a tag besides its text, takes the room of so many. */
const charactersOfOne = 16;

/** A file that was handed over, and how far it is believed. */
export interface ImportFile {
  readonly file: string;
  readonly format: ImportFormat;
  /**
   * Who brings it may say in whose name and when a label was written, and bring more than anybody could write: a copy of
   * a gallery is the same gallery. Of others the limits hold, and what they bring is theirs.
   */
  readonly isTrusted: boolean;
}

export interface ImportEar {
  refused: (mistake: LabelsFileError) => void;
  ignored: (name: string) => void;
}

export type ImportBounds = Pick<Record<keyof typeof limits, number>, 'importLabels' | 'importCharacters'>;

/** The labels of a file, each path once, undefined for each that is refused. Throws where the rest of the file cannot be read, or is too much. */
export function* readImport(
  { file, format, isTrusted }: ImportFile,
  told: ImportEar,
  bounds: ImportBounds = limits,
): FoundLabels {
  const [seen, burden] = [new SeenNames(), new Burden(bounds)];
  const ear: ReadingEar = {
    ...told,
    refused: (mistake) => {
      // The whole file is too much, not this one label.
      if (burden.isTooMuch) throw mistake;
      told.refused(mistake);
    },
    admit: (label) => {
      if (!isTrusted) refuseBeyondLimits(label);
      if (!seen.add(label.path)) throw new Refusal(`The item ${JSON.stringify(label.path)} is there twice.`);
      burden.add(label);
    },
  };
  for (const found of decoded(file, format, ear)) {
    yield isTrusted || !found ? found : { ...found, label: { ...found.label, extra: undefined } };
  }
}

function decoded(file: string, format: ImportFormat, ear: ReadingEar): FoundLabels {
  switch (format) {
    case 'json':
      return decodeLabelsFile(file, ear);
    case 'ndjson':
      return decodeNdjson(file, ear);
    case 'csv':
      return decodeCsv(file, ear);
  }
}

/** What one import would have to hold in memory until its transaction is on disk: an end of the memory ends the server. */
class Burden {
  isTooMuch = false;
  #labels = 0;
  #characters = 0;

  constructor(private readonly bounds: ImportBounds) {}

  add({ path, tags, notes, metrics }: Label): void {
    this.#labels += 1;
    this.#characters += path.length + notes.length;
    for (const tag of tags) this.#characters += tag.length + charactersOfOne;
    if (metrics) this.#characters += Object.keys(metrics).length * charactersOfOne;
    const { importLabels, importCharacters } = this.bounds;
    this.isTooMuch = this.#labels > importLabels || this.#characters > importCharacters;
    if (!this.isTooMuch) return;
    const [labels, characters] = [importLabels, importCharacters].map((most) => most.toLocaleString('en-US'));
    throw new Refusal(
      `One import takes ${String(labels)} labels at most, and ${String(characters)} characters of paths, tags, notes and numbers at most: import it in parts.`,
    );
  }
}

function refuseBeyondLimits({ tags, notes, metrics = {} }: Label): void {
  if (tags.length > limits.tagsPerItem) throw new Refusal(`An item has at most ${String(limits.tagsPerItem)} tags.`);
  if (tags.some((tag) => characterCount(tag) > limits.tagCharacters)) {
    throw new Refusal(`A tag has at most ${String(limits.tagCharacters)} characters.`);
  }
  if (Buffer.byteLength(notes) > limits.notesBytes) {
    throw new Refusal(`Notes have at most ${String(limits.notesBytes)} bytes.`);
  }
  const names = Object.keys(metrics);
  if (names.length > limits.metricsPerItem) {
    throw new Refusal(`An item has at most ${String(limits.metricsPerItem)} metrics.`);
  }
  if (names.some((name) => name === '' || name.length > limits.metricNameCharacters)) {
    throw new Refusal(`A metric has a name of 1 to ${String(limits.metricNameCharacters)} characters.`);
  }
}
