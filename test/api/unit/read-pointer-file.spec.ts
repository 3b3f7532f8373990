import { execFileSync } from 'node:child_process';
import { mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { LocalLister } from '../../../apps/api/src/sources/local/local-lister.ts';
import { readPointerFile } from '../../../apps/api/src/sources/local/read-pointer-file.ts';
import { parsePointer } from '../../../apps/api/src/sources/pointer/parse-pointer.ts';
import { localLocation } from '../../support/places.ts';
import { pointerFile, pointerText, writePointer } from '../../support/pointers.ts';
import { tempFolder } from '../../support/temp-folder.ts';

describe('SR5: the pointer file of a folder', () => {
  const root = tempFolder('pointers');
  const location = localLocation(root, statSync(root).ino);

  const textIn = (folder: string): string | null => readPointerFile(location, `/${folder}`).text;

  it('is read as it is, and no further than a pointer can be long', () => {
    writePointer(`${root}/plain`, pointerText('ü'));
    expect(textIn('plain')).toBe(pointerText('ü'));
    writePointer(`${root}/large`, ' '.repeat(1_000_000));
    const text = textIn('large') ?? '';
    expect([text.length < 100_000, parsePointer(text)]).toEqual([true, { why: 'it is far too large' }]);
  });

  it('is no link, no folder and no pipe, and nobody waits for one', () => {
    for (const folder of ['link', 'folder', 'pipe']) mkdirSync(`${root}/${folder}`);
    writeFileSync(`${root}/secret`, pointerText('secret'));
    symlinkSync(`${root}/secret`, `${root}/link/${pointerFile}`);
    mkdirSync(`${root}/folder/${pointerFile}`);
    execFileSync('mkfifo', [`${root}/pipe/${pointerFile}`]);
    expect(['link', 'folder', 'pipe', 'none'].map(textIn)).toEqual([null, null, null, null]);
  });

  it.each([false, true])(
    'changes the mark of its folder when it comes, our files there or not: %s',
    (holdsOurFiles) => {
      const folder = holdsOurFiles ? 'beside' : 'apart';
      mkdirSync(`${root}/${folder}`);
      const lister = new LocalLister({ ...location, holdsOurFiles });
      const before = lister.list(`/${folder}`, true);
      writePointer(`${root}/${folder}`, pointerText('plain'));
      const after = lister.list(`/${folder}`, true);
      expect([before.status, after.status]).toEqual(['listed', 'pointer']);
      const whole = lister.list(`/${folder}`);
      expect('mark' in before && 'mark' in whole && before.mark !== whole.mark).toBe(true);
      const [mark] = lister.marks([`/${folder}/${pointerFile}`]);
      expect('mark' in after && after.mark === mark).toBe(true);
    },
  );
});
