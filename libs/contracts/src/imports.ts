import type { Durability, Metrics, Star } from './labels.ts';

/** The form of labels.json; one object a line; a table. */
export const importFormats = ['json', 'ndjson', 'csv'] as const;
export type ImportFormat = (typeof importFormats)[number];

/** What a file is called by whoever sends it. */
export const importTypes = {
  'application/json': 'json',
  'application/x-ndjson': 'ndjson',
  'text/csv': 'csv',
} as const satisfies Readonly<Record<string, ImportFormat>>;

/**
 * Where both have a label and they differ. `keep`: what is here stays. `take`: what the file says. `newer`: whichever was
 * changed later. `merge`: tags united, star and notes of the later one.
 */
export const importPolicies = ['keep', 'take', 'newer', 'merge'] as const;
export type ImportPolicy = (typeof importPolicies)[number];

export interface ImportQuery {
  /** Only tell what would happen, and keep the file for an import by its id. */
  dry_run?: boolean;
  /** Has to be named unless it is a dry run. */
  policy?: ImportPolicy;
  /** Lines that cannot be taken are left out; without it they refuse the file as a whole. */
  skip_refused?: boolean;
}

export interface ImportByIdQuery {
  policy: ImportPolicy;
  skip_refused?: boolean;
}

/** What importing a file would do, as of now. The lists hold the first hundred. */
export interface ImportPreview {
  /** Names the file, for as long as it is kept. */
  id: string;
  expires_at: string;
  format: ImportFormat;
  /** Labels in the file that can be taken. */
  read: number;
  /** On which nothing is written here. */
  new: { count: number; items: ImportedItem[] };
  /** Both have a label, and they differ. */
  conflicts: { count: number; items: ImportConflict[] };
  /** Here already. */
  unchanged: { count: number; paths: string[] };
  /** No images of the gallery. Their labels come in as well, and wait for the files. */
  unknown: { count: number; paths: string[] };
  /** What cannot be taken, and why. */
  refused: { count: number; lines: RefusedLine[]; is_cut_short: boolean };
  /** Columns or fields that no label has. */
  ignored_columns: string[];
  /** Images that each policy would change. */
  changes: Record<ImportPolicy, number>;
}

export interface ImportedLabel {
  tags: string[];
  /** Its beginning. */
  notes: string;
  star: Star;
  metrics?: Metrics;
  updated_at: string;
  updated_by: string;
}

export interface ImportedItem {
  path: string;
  file: ImportedLabel;
}

export interface ImportConflict extends ImportedItem {
  here: ImportedLabel;
}

export interface RefusedLine {
  /** As an editor counts them, from 1. */
  line: number;
  reason: string;
}

/** What an import did: one gesture, all of it or nothing. */
export interface ImportAnswer {
  /** What to undo; null when nothing changed. */
  gesture_id: string | null;
  /** Labels of the file: the sum of the four that follow. */
  read: number;
  new: number;
  changed: number;
  /** Here already. */
  unchanged: number;
  /** Differ, and were left as they are by the policy. */
  kept: number;
  /** Lines that were left out. */
  refused: number;
  durability: Durability;
}

export type ImportReply = ImportPreview | ImportAnswer;

/** A file that was handed over, and what has become of it. */
export interface ImportState {
  id: string;
  state: 'ready' | 'running' | 'done' | 'failed';
  /** Labels gone through, of so many. */
  done: number;
  total: number;
}
