import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const made = new Set<string>();

/** A folder of its own for one test or one file of tests; removed when the file ends, whatever happened in it. */
export function tempFolder(name = 'test'): string {
  // Real: on some systems the temporary folder is a link, and the server answers with resolved paths.
  const folder = realpathSync(mkdtempSync(join(tmpdir(), `lenslet-${name}-`)));
  made.add(folder);
  return folder;
}

afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  made.clear();
});
