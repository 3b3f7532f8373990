import type { ImportPolicy, ImportPreview } from '#contracts';
import type { ImportFile } from './labels-file/read-import.ts';

export interface ImportWish extends ImportFile {
  readonly policy: ImportPolicy;
  /** Labels that cannot be taken are left out; else the first of them is thrown. */
  readonly skipsRefused: boolean;
}

export interface ImportCounts {
  readonly read: number;
  readonly fresh: number;
  readonly changed: number;
  readonly same: number;
  readonly kept: number;
  readonly refused: number;
}

/** Everything about a file that the store can tell: not which of its paths are images. */
export type Findings = Omit<ImportPreview, 'id' | 'expires_at' | 'unknown'>;

/** So many files are looked through at the same time. */
export const examinationsMax = 4;

/** Pages are asked for in their order, from 0, under one name. */
export interface AskedExamination {
  readonly name: string;
  readonly page: number;
  readonly file: ImportFile;
  /** Now. */
  readonly at: number;
}

export interface ExaminedPage {
  /** Of the labels of this page, joined by NUL. */
  readonly paths: string;
  /** With the last page. */
  readonly findings: Findings | null;
}
