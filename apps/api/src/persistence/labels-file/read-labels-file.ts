import { closeSync, fstatSync } from 'node:fs';
import type { Label } from '../label.ts';
import type { FoundLabels, ReadingEar } from './found-label.ts';
import { FileWindow, usualChunk } from './file-window.ts';
import { LabelsFileError } from './labels-file-error.ts';
import { openRegularFile } from './open-regular-file.ts';
import { readLabels, type LabelsFileHeader } from './read-labels.ts';
import { SeenNames } from './seen-names.ts';

/** A labels.json that was read to its end once and found good. */
export interface LabelsFileReader {
  readonly header: LabelsFileHeader;
  /** How many labels `entries` gives. */
  readonly items: number;
  /** From the first one, each time it is called. Throws when the file is not what it was when it was opened. */
  entries: () => Generator<Label, void>;
  close: () => void;
}

/**
 * Opens a labels.json and reads all of it, so that nobody takes over half a file before its fault is seen, and because
 * the header may stand at the end. Memory grows with the number of items only, by some 16 bytes each, until it is open.
 */
export function openLabelsFile(file: string, chunk = usualChunk): LabelsFileReader {
  const descriptor = openRegularFile(file);
  const close = (): void => closeSync(descriptor);
  try {
    const opened = stateOf(descriptor);
    const read = function* (seenPaths?: SeenNames): FoundLabels<LabelsFileHeader> {
      const header = yield* readLabels(new FileWindow(file, descriptor, chunk), seenPaths);
      if (stateOf(descriptor) !== opened) throw new LabelsFileError(file, 'The file was changed while it was read.');
      return header;
    };
    return { ...readThrough(read(new SeenNames())), entries: () => withoutResult(read()), close };
  } catch (error) {
    close();
    throw error;
  }
}

function readThrough(labels: FoundLabels<LabelsFileHeader>): { header: LabelsFileHeader; items: number } {
  for (let items = 0; ; items += 1) {
    const next = labels.next();
    if (next.done === true) return { header: next.value, items };
  }
}

function* withoutResult(labels: FoundLabels<unknown>): Generator<Label, void> {
  for (const found of labels) if (found) yield found.label;
}

/** The same for whoever wants to know all that is wrong with it, and read it once. */
export function* decodeLabelsFile(file: string, ear: ReadingEar, chunk = usualChunk): FoundLabels {
  const descriptor = openRegularFile(file);
  try {
    yield* readLabels(new FileWindow(file, descriptor, chunk), undefined, ear);
  } finally {
    closeSync(descriptor);
  }
}

function stateOf(descriptor: number): string {
  // Not the ctime: that changes too when the file is replaced by another, which does no harm to the one that is open.
  const { size, mtimeMs } = fstatSync(descriptor);
  return `${String(size)} ${String(mtimeMs)}`;
}
