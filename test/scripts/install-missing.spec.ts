import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { matchesLock } from '../../scripts/launch/install-missing.ts';
import { tempFolder } from '../support/temp-folder.ts';

type Packages = Record<string, { version: string; optional?: boolean }>;

describe('what is installed', () => {
  const wanted: Packages = {
    '': { version: '0.1.0' },
    'node_modules/a': { version: '1.0.0' },
    'node_modules/b-linux': { version: '2.0.0', optional: true },
  };

  function folderWith(present: Packages | undefined): string {
    const root = tempFolder('install');
    mkdirSync(join(root, 'node_modules'));
    writeFileSync(join(root, 'package-lock.json'), JSON.stringify({ packages: wanted }));
    if (present) writeFileSync(join(root, 'node_modules/.package-lock.json'), JSON.stringify({ packages: present }));
    return root;
  }

  it('is right without the packages of other platforms', () => {
    expect(matchesLock(folderWith({ 'node_modules/a': { version: '1.0.0' } }))).toBe(true);
  });

  it.each<[string, Packages | undefined]>([
    ['nothing', undefined],
    ['too little', {}],
    ['another version', { 'node_modules/a': { version: '1.0.1' } }],
    ['too much', { 'node_modules/a': { version: '1.0.0' }, 'node_modules/c': { version: '1.0.0' } }],
  ])('is not right with %s', (_, present) => {
    expect(matchesLock(folderWith(present))).toBe(false);
  });
});
