import { Buffer } from 'node:buffer';
import { limits, type ImportFormat } from '#contracts';
import { characterCount } from '../../shared/character-count.ts';
import type { Label } from '../label.ts';
import { decodeCsv } from './csv.ts';
import type { FoundLabel, ReadingEar } from './found-label.ts';
import type { LabelsFileError } from './labels-file-error.ts';
import { decodeNdjson } from './ndjson.ts';
import { decodeLabelsFile } from './read-labels-file.ts';
import { Refusal } from './refusal.ts';
import { SeenNames } from './seen-names.ts';

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

/** The labels of a file, each path once. Throws where the rest of the file cannot be read. */
export function* readImport({ file, format, isTrusted }: ImportFile, told: ImportEar): Generator<FoundLabel, void> {
  const seen = new SeenNames();
  const admit = (label: Label): void => {
    if (!isTrusted) refuseBeyondLimits(label);
    if (!seen.add(label.path)) throw new Refusal(`The item ${JSON.stringify(label.path)} is there twice.`);
  };
  const ear: ReadingEar = { ...told, admit };
  for (const found of decoded(file, format, ear)) {
    yield isTrusted ? found : { ...found, label: { ...found.label, extra: undefined } };
  }
}

function decoded(file: string, format: ImportFormat, ear: ReadingEar): Generator<FoundLabel, void> {
  switch (format) {
    case 'json':
      return decodeLabelsFile(file, ear);
    case 'ndjson':
      return decodeNdjson(file, ear);
    case 'csv':
      return decodeCsv(file, ear);
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
