import type { Buffer } from 'node:buffer';
import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import { open } from 'node:fs/promises';

/** Undefined when nothing is there. */
export type ReadFile = (file: string | Buffer) => Promise<Buffer | undefined>;

/** Without following a link: ours are none, and it may lead anywhere. Without waiting: a pipe of that name would hold us. */
const flags = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW;
/** No file of ours comes near to it. */
const bytesMax = 256 * 1024 * 1024;

export async function readCalmly(file: string | Buffer): Promise<Buffer | undefined> {
  const handle = await open(file, flags).catch(undefinedIfAbsent);
  if (!handle) return undefined;
  try {
    assertOurs(await handle.stat());
    return await handle.readFile();
  } finally {
    await handle.close();
  }
}

// A promise only in its form.
// eslint-disable-next-line @typescript-eslint/require-await -- the one form of the port, and what is thrown becomes its failure
export async function readPlainly(file: string | Buffer): Promise<Buffer | undefined> {
  return readNow(file);
}

function readNow(file: string | Buffer): Buffer | undefined {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(file, flags);
    assertOurs(fstatSync(descriptor));
    return readFileSync(descriptor);
  } catch (error) {
    return undefinedIfAbsent(error);
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

function assertOurs(stats: { isFile(): boolean; readonly size: number }): void {
  if (!stats.isFile()) throw new Error('It is not a regular file.');
  if (stats.size > bytesMax) throw new Error('It is far too large.');
}

/** A folder that is not there, or a name too long for any file, means just that: it is not there. */
export function undefinedIfAbsent(error: unknown): undefined {
  const { code = '' } = error as NodeJS.ErrnoException;
  if (!['ENOENT', 'ENOTDIR', 'ENAMETOOLONG'].includes(code)) throw error;
}
