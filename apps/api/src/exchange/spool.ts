import { createHash, randomBytes } from 'node:crypto';
import { createWriteStream, rmSync, statfsSync } from 'node:fs';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { limits } from '#contracts';
import { Problem } from '../shared/problem.ts';
import type { DiskSpace, SpoolPlace } from './spool-room.ts';

/** A file that somebody sent, as it lies on the disk. */
export interface Spooled {
  readonly id: string;
  readonly file: string;
  /** Of its bytes: sent again, it is the same file. */
  readonly hash: string;
  /** It may be gone already. */
  readonly remove: () => void;
}

/**
 * Writes what comes in to the disk of the workspace, whatever its size, and leaves nothing where that fails. The name is
 * one of those that the next start clears away.
 */
export async function spool(body: Readable, workspace: string, place: SpoolPlace): Promise<Spooled> {
  const id = randomBytes(12).toString('base64url').replaceAll(/[^\w]/g, '0');
  const file = `${workspace}/.import-${id}.tmp`;
  const sum = createHash('sha256');
  const remove = (): void => {
    try {
      rmSync(file, { force: true });
    } catch {
      // On a disk that fails or cannot be written to any more it stays: the next start clears it away.
    }
    place.giveBack();
  };
  let bytes = 0;
  const measured = new Transform({
    transform(part: Buffer, _encoding, done) {
      bytes += part.length;
      sum.update(part);
      try {
        if (bytes > limits.importBytes) throw tooLarge();
        place.take(part.length);
        done(null, part);
      } catch (error) {
        done(error as Error);
      }
    },
  });
  try {
    await pipeline(body, measured, createWriteStream(file, { flags: 'wx', mode: 0o600 }));
    return { id, file, hash: sum.digest('base64url'), remove };
  } catch (error) {
    remove();
    throw inWords(error);
  } finally {
    place.arrived();
  }
}

export function diskSpace(workspace: string): DiskSpace {
  try {
    const { bavail, blocks, bsize } = statfsSync(workspace);
    return { free: bavail * bsize, size: blocks * bsize };
  } catch (error) {
    throw inWords(error);
  }
}

function tooLarge(): Problem {
  const most = `${String(limits.importBytes / 1024 ** 3)} GiB`;
  return new Problem('body_too_large', `A file to import has at most ${most}: send it in parts.`);
}

function inWords(error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new Problem('storage_full', 'The disk of the workspace is full: there is no room for the file.');
  }
  if (code === 'ERR_STREAM_PREMATURE_CLOSE' || code === 'ECONNRESET') {
    return new Problem('request_timeout', 'The file did not come to its end.');
  }
  return error instanceof Problem
    ? error
    : new Problem('storage_failed', 'The file could not be kept in the workspace.');
}
