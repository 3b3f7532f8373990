import { createHash, randomBytes } from 'node:crypto';
import { createWriteStream, rmSync } from 'node:fs';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { limits } from '#contracts';
import { Problem } from '../shared/problem.ts';

/** A file that somebody sent, as it lies on the disk. */
export interface Spooled {
  readonly id: string;
  readonly file: string;
  /** Of its bytes: sent again, it is the same file. */
  readonly hash: string;
}

/**
 * Writes what comes in to the disk of the workspace, whatever its size, and leaves nothing where that fails. The name is
 * one of those that the next start clears away.
 */
export async function spool(body: Readable, workspace: string): Promise<Spooled> {
  const id = randomBytes(12).toString('base64url').replaceAll(/[^\w]/g, '0');
  const file = `${workspace}/.import-${id}.tmp`;
  const sum = createHash('sha256');
  let bytes = 0;
  const measured = new Transform({
    transform(part: Buffer, _encoding, done) {
      bytes += part.length;
      sum.update(part);
      if (bytes > limits.importBytes) done(tooLarge());
      else done(null, part);
    },
  });
  try {
    await pipeline(body, measured, createWriteStream(file, { flags: 'wx', mode: 0o600 }));
    return { id, file, hash: sum.digest('base64url') };
  } catch (error) {
    unspool(file);
    throw inWords(error);
  }
}

/** It may be gone already. */
export function unspool(file: string): void {
  rmSync(file, { force: true });
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
