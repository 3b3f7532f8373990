import { mkdirSync, renameSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sourcesHash } from '../../scripts/launch/sources-hash.ts';
import { tempFolder } from '../support/temp-folder.ts';

describe('the hash of sources', () => {
  let root: string;
  let before: string;
  const now = (): string => sourcesHash(root, ['src', 'package.json', 'not-there']);

  beforeEach(() => {
    root = tempFolder('hash');
    mkdirSync(join(root, 'src/deep'), { recursive: true });
    writeFileSync(join(root, 'src/deep/a.ts'), 'a');
    writeFileSync(join(root, 'package.json'), '{}');
    before = now();
  });

  it('stays when a file is only touched, as a checkout does', () => {
    utimesSync(join(root, 'src/deep/a.ts'), new Date(0), new Date(0));
    expect(now()).toBe(before);
  });

  it.each<[string, () => void]>([
    ['a file changes', () => writeFileSync(join(root, 'src/deep/a.ts'), 'b')],
    ['a file is added', () => writeFileSync(join(root, 'src/empty.ts'), '')],
    ['a file is renamed', () => renameSync(join(root, 'src/deep/a.ts'), join(root, 'src/a.ts'))],
    ['what was missing appears', () => writeFileSync(join(root, 'not-there'), '')],
  ])('changes when %s', (_, change) => {
    change();
    expect(now()).not.toBe(before);
  });
});
