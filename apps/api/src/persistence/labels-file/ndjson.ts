import { closeSync } from 'node:fs';
import type { Label } from '../label.ts';
import { FileWindow, usualChunk } from './file-window.ts';
import { orTold, type FoundLabel, type FoundLabels, type ReadingEar } from './found-label.ts';
import { gathered } from './gathered.ts';
import { timeText } from './item-line.ts';
import { JsonReader } from './json-reader.ts';
import { itemPathFrom, labelFromFields, silentFields } from './label-from-fields.ts';
import { openRegularFile } from './open-regular-file.ts';
import { isRecord } from './plain-data.ts';
import { Refusal } from './refusal.ts';

const pieceCharacters = 64 * 1024;
const brokenMax = 100;

/** One label a line, with the names of the API. Fields that we do not know stay in labels.json. */
export function encodeNdjson(labels: Iterable<Label>): Generator<string, void> {
  return gathered(lines(labels), pieceCharacters);
}

/** Line breaks may stand inside an object too. After something that is no JSON it goes on with the next line. */
export function* decodeNdjson(file: string, ear: ReadingEar, chunk = usualChunk): FoundLabels {
  const descriptor = openRegularFile(file);
  try {
    const window = new FileWindow(file, descriptor, chunk);
    window.skipByteOrderMark();
    const json = new JsonReader(window);
    for (let broken = 0; json.peek() !== '';) {
      const value = orTold(ear, () => ({ read: json.value() }));
      if (value) {
        yield orTold(ear, () => json.located(() => foundIn(value.read, ear)));
        continue;
      }
      yield undefined;
      // Finding out that a bracket is never closed takes reading on to the end, so often at most.
      if ((broken += 1) >= brokenMax)
        throw window.unreadableFrom('Too much of it is no JSON: the rest is not read.', window.mark);
      if (!window.skipLine()) return;
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

function foundIn(value: unknown, ear: ReadingEar): FoundLabel {
  if (!isRecord(value)) throw new Refusal('Each line must be an object.');
  const { path, tags, notes, star, version, updated_at, updated_by, metrics, ...unknown } = value;
  for (const strange of Object.keys(unknown)) ear.ignored(strange);
  const fields = { tags, notes, star, version, updatedAt: updated_at, updatedBy: updated_by, metrics };
  const label = labelFromFields(itemPathFrom(path), fields);
  ear.admit(label);
  return { label, silentOf: silentFields(fields) };
}
