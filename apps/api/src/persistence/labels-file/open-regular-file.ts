import { closeSync, constants, fstatSync, openSync } from 'node:fs';
import { LabelsFileError, UnreadableRest } from './labels-file-error.ts';

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'The file does not exist, or is a link that leads nowhere.',
  ENOTDIR: 'The file does not exist.',
  EACCES: 'The file may not be read: the server has no permission.',
  EPERM: 'The file may not be read: the server has no permission.',
  ELOOP: 'The file is a link that leads to itself.',
};

/** Opens a file for reading, through links. Whoever gets the number closes it. */
export function openRegularFile(file: string): number {
  let descriptor: number | undefined;
  try {
    // Without O_NONBLOCK, a pipe of that name would hold the thread until somebody writes into it.
    descriptor = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
    const stats = fstatSync(descriptor);
    if (stats.isDirectory()) throw new LabelsFileError(file, 'This is a folder, not a file.');
    if (!stats.isFile()) throw new LabelsFileError(file, 'This is not a regular file.');
    return descriptor;
  } catch (error) {
    if (descriptor !== undefined) closeSync(descriptor);
    throw unreadable(file, error);
  }
}

/** What the system said, as the error that everything here throws. */
export function unreadable(file: string, error: unknown): LabelsFileError {
  if (error instanceof LabelsFileError) return error;
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : String(error);
  return new UnreadableRest(file, reasons[code] ?? `The file could not be read (${code}).`);
}
