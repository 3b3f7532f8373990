import { randomBytes } from 'node:crypto';
import { mkdir, open, rename, unlink, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * `durable`: on disk when the promise resolves, whatever happens next. `cache`: readers never see half a file,
 * but a power cut may lose it or leave it empty; for what can be made again, at a tenth of the cost.
 */
export type Durability = 'durable' | 'cache';

/** Replaces a file as a whole: the old content stays until the new one is complete. */
export async function writeFileAtomically(
  file: string,
  content: string | Uint8Array,
  durability: Durability,
): Promise<void> {
  const folder = dirname(file);
  const temporary = `${folder}/.${randomBytes(9).toString('base64url')}.tmp`;
  let handle: FileHandle | undefined;
  try {
    handle = await openMakingFolder(temporary, folder);
    await handle.writeFile(content);
    if (durability === 'durable') await handle.sync();
    await handle.close();
    handle = undefined;
    await rename(temporary, file);
  } catch (error) {
    await handle?.close().catch(ignoreSecondFailure);
    await unlink(temporary).catch(ignoreSecondFailure);
    throw error;
  }
  if (durability === 'durable') await syncFolder(folder);
}

/** The folder is nearly always there: asking for it only after a failure saves a system call per file. */
async function openMakingFolder(file: string, folder: string): Promise<FileHandle> {
  try {
    return await open(file, 'wx', 0o644);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    await mkdir(folder, { recursive: true });
    return open(file, 'wx', 0o644);
  }
}

/** The rename itself is only on disk when the folder is. */
async function syncFolder(folder: string): Promise<void> {
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
