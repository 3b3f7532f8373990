import type { Buffer } from 'node:buffer';
import { randomBytes } from 'node:crypto';
import { mkdir, open, rename, unlink, type FileHandle } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { joinedPath } from './joined-path.ts';

/**
 * `durable`: on disk when the promise resolves, whatever happens next. `cache`: readers never see half a file,
 * but a power cut may lose it or leave it empty; for what can be made again, at a tenth of the cost.
 */
export type Durability = 'durable' | 'cache';

/** Whole, or in pieces that are made while it is written. */
export type Content = string | Uint8Array | AsyncIterable<string | Uint8Array>;

/** Replaces a file as a whole: the old content stays until the new one is complete. Makes the folder where it is missing. */
export async function writeFileAtomically(file: string, content: Content, durability: Durability): Promise<void> {
  const folder = dirname(file);
  try {
    await replaceFileIn(folder, basename(file), content, durability);
  } catch (error) {
    // The folder is nearly always there: asking for it only after a failure saves a system call per file.
    if (!(error instanceof FolderMissing)) throw error;
    await mkdir(folder, { recursive: true });
    await replaceFileIn(folder, basename(file), content, durability);
  }
}

/** The same in a folder that has to be there. */
export async function replaceFileIn(
  folder: string | Buffer,
  name: string | Buffer,
  content: Content,
  durability: Durability,
): Promise<void> {
  const temporary = joinedPath(folder, `.lenslet-${randomBytes(9).toString('base64url')}.tmp`);
  let handle: FileHandle | undefined = await open(temporary, 'wx', 0o644).catch(missingFolder);
  try {
    await handle.writeFile(content);
    if (durability === 'durable') await handle.sync();
    await handle.close();
    handle = undefined;
    await rename(temporary, joinedPath(folder, name));
  } catch (error) {
    await handle?.close().catch(ignoreSecondFailure);
    await unlink(temporary).catch(ignoreSecondFailure);
    throw error;
  }
  if (durability === 'durable') await syncFolder(folder);
}

/** Nothing was written, and nothing of the content was asked for. */
class FolderMissing extends Error {
  readonly code = 'ENOENT';
}

function missingFolder(error: unknown): never {
  const { code, message } = error as NodeJS.ErrnoException;
  throw code === 'ENOENT' ? new FolderMissing(message) : error;
}

/** The rename itself is only on disk when the folder is. */
async function syncFolder(folder: string | Buffer): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Cleaning up after a failure may fail for the same reason; the first error is the one that is reported. */
function ignoreSecondFailure(): void {
  /* reported by the caller */
}
