import { Buffer } from 'node:buffer';
import { randomBytes } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';

const bytes = 32;

/**
 * What cookies are signed with. It lies in the workspace, so that a restart signs nobody out; where nothing can be written,
 * or it was damaged, there is a new one, and people sign in again.
 */
export function sessionSecret(workspace: string | null): Buffer {
  const fresh = randomBytes(bytes);
  if (workspace === null) return fresh;
  const file = `${workspace}/session.key`;
  try {
    const kept = readFileSync(file);
    if (kept.length === bytes) return kept;
  } catch {
    // There is none yet, or it cannot be read.
  }
  try {
    // A file that is written over keeps its readers.
    rmSync(file, { force: true });
    writeFileSync(file, fresh, { mode: 0o600, flag: 'wx' });
  } catch {
    // Good until the server ends.
  }
  return fresh;
}
