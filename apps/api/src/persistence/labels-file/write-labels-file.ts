import { Buffer } from 'node:buffer';
import { randomBytes } from 'node:crypto';
import { closeSync, fstatSync, fsyncSync, openSync, readdirSync, renameSync, unlinkSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isoTime } from '../../shared/iso-time.ts';
import { isWorthKeeping, type Label } from '../label.ts';
import { syncPath } from '../sync-path.ts';
import { gathered } from './gathered.ts';
import { identityFrom, type LabelsFileIdentity } from './identity.ts';
import { itemLine } from './item-line.ts';

export interface NewLabelsFileHeader {
  readonly storeId: string;
  /** Tells this line of history from another one of the same store, before a backup was put back. */
  readonly epoch?: string;
  readonly seq: number;
  /** Milliseconds since 1970. */
  readonly savedAt: number;
}

export interface WrittenLabelsFile {
  readonly bytes: number;
  readonly items: number;
  /** Compare it with `identityOf` later: if that is another, somebody else has written the file. */
  readonly identity: LabelsFileIdentity;
}

/** Behind the last item. */
export const labelsFileEnd = '\n  }\n}\n';

const pieceCharacters = 256 * 1024;
/** Also files that were handed over to be imported. */
const leftover = /^\.(?:labels|import)-[\w-]+\.tmp$/;

/**
 * Replaces labels.json as a whole: until the new one is complete and on disk the old one is there, and after an error
 * too. A link of that name is replaced, not what it leads to. Only the sync of the folder can fail with the new file
 * in place; whoever tries again does no harm.
 */
export function writeLabelsFile(
  file: string,
  header: NewLabelsFileHeader,
  labels: Iterable<Label>,
  assertReplaceable: () => void = () => undefined,
): WrittenLabelsFile {
  const folder = dirname(file);
  const temporary = join(folder, `.labels-${randomBytes(9).toString('base64url')}.tmp`);
  const descriptor = openSync(temporary, 'wx', 0o644);
  try {
    const written = writeLabels(descriptor, header, labels);
    fsyncSync(descriptor);
    assertReplaceable();
    renameSync(temporary, file);
    // The rename itself is only on disk when the folder is.
    syncPath(folder);
    return { ...written, identity: identityFrom(fstatSync(descriptor)) };
  } catch (error) {
    removeQuietly(temporary);
    throw error;
  } finally {
    closeSync(descriptor);
  }
}

/** The same text piece by piece, for whoever sends it elsewhere. */
export function encodeLabelsFile(header: NewLabelsFileHeader, labels: Iterable<Label>): Generator<string, void> {
  return gathered(textsOf(header, labels), pieceCharacters);
}

/** What a server that was killed while it wrote has left. Only for who holds the workspace: others may be writing. */
export function removeLeftovers(folder: string): void {
  for (const name of readdirSync(folder)) if (leftover.test(name)) removeQuietly(join(folder, name));
}

function writeLabels(
  descriptor: number,
  header: NewLabelsFileHeader,
  labels: Iterable<Label>,
): { bytes: number; items: number } {
  let bytes = 0;
  let items = 0;
  function* counted(): Generator<Label> {
    for (const label of labels) {
      if (!isWorthKeeping(label)) continue;
      items += 1;
      yield label;
    }
  }
  for (const piece of encodeLabelsFile(header, counted())) bytes += writeWhole(descriptor, Buffer.from(piece));
  return { bytes, items };
}

function* textsOf(header: NewLabelsFileHeader, labels: Iterable<Label>): Generator<string, void> {
  yield labelsFileOpening(header);
  let separator = '';
  for (const label of labels) {
    if (!isWorthKeeping(label)) continue;
    yield `${separator}\n    ${itemLine(label)}`;
    separator = ',';
  }
  yield labelsFileEnd;
}

/** Before the items, between which stands a comma. */
export function labelsFileOpening({ storeId, epoch, seq, savedAt }: NewLabelsFileHeader): string {
  const fields = { version: 1, store_id: storeId, epoch, seq, saved_at: isoTime(savedAt) };
  return `${JSON.stringify(fields, undefined, 2).slice(0, -2)},\n  "items": {`;
}

/** A write may take less than it was given, without an error: on a disk that is nearly full, or when interrupted. */
function writeWhole(descriptor: number, content: Buffer): number {
  for (let at = 0; at < content.length;) {
    const count = writeSync(descriptor, content, at, content.length - at);
    if (count === 0) throw new Error('The system takes no more of labels.json, and does not say why.');
    at += count;
  }
  return content.length;
}

/** It takes room and does no other harm: the error that led here counts, and the next start tries again. */
function removeQuietly(file: string): void {
  try {
    unlinkSync(file);
  } catch {
    /* See above. */
  }
}
