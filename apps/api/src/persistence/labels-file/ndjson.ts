import { closeSync } from 'node:fs';
import type { Label } from '../label.ts';
import { FileWindow, usualChunk } from './file-window.ts';
import { gathered } from './gathered.ts';
import { timeText } from './item-line.ts';
import { JsonReader } from './json-reader.ts';
import { itemPathFrom, labelFromFields } from './label-from-fields.ts';
import { openRegularFile } from './open-regular-file.ts';
import { isRecord } from './plain-data.ts';
import { Refusal } from './refusal.ts';

const pieceCharacters = 64 * 1024;

/** One label a line, with the names of the API. Fields that we do not know stay in labels.json. */
export function encodeNdjson(labels: Iterable<Label>): Generator<string, void> {
  return gathered(lines(labels), pieceCharacters);
}

/** Line breaks may stand inside an object too: where one ends is not told by them. */
export function* decodeNdjson(file: string, chunk = usualChunk): Generator<Label, void> {
  const descriptor = openRegularFile(file);
  try {
    const window = new FileWindow(file, descriptor, chunk);
    window.skipByteOrderMark();
    const json = new JsonReader(window);
    while (json.peek() !== '') {
      const value = json.value();
      yield json.located(() => labelFrom(value));
    }
  } finally {
    closeSync(descriptor);
  }
}

function* lines(labels: Iterable<Label>): Generator<string, void> {
  for (const label of labels) yield JSON.stringify(ndjsonFields(label)) + '\n';
}

export function ndjsonFields(label: Label): Record<string, unknown> {
  const { path, tags, notes, star, version, updatedAt, updatedBy, metrics } = label;
  return { path, tags, notes, star, version, updated_at: timeText(updatedAt), updated_by: updatedBy, metrics };
}

function labelFrom(value: unknown): Label {
  if (!isRecord(value)) throw new Refusal('Each line must be an object.');
  const { path, tags, notes, star, version, updated_at, updated_by, metrics, ...unknown } = value;
  const [strange] = Object.keys(unknown);
  if (strange !== undefined) throw new Refusal(`There is no field ${JSON.stringify(strange)}.`);
  const fields = { tags, notes, star, version, updatedAt: updated_at, updatedBy: updated_by, metrics };
  return labelFromFields(itemPathFrom(path), fields);
}
