import { renameSync, rmSync, unlinkSync } from 'node:fs';
import { dirsIn, indexed, namesIn } from '../../support/gallery-state.ts';
import { ask } from '../../support/http-client.ts';
import { writeBytes, writeImage } from '../../support/images.ts';
import { labelOf, labelsReady, patch } from '../../support/labels.ts';
import {
  entryOf,
  entryThat,
  galleryWithReal,
  namesSoon,
  pointerFile,
  pointerText,
  writePointer,
} from '../../support/pointers.ts';
import { startServer } from '../../support/server.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { waitFor } from '../../support/wait-for.ts';

describe('SR5: a folder that stands for another, while that goes on', () => {
  it('WK4: changes in the target and of the pointer itself are noticed', async () => {
    const [root, outside] = [await galleryWithReal(), tempFolder('outside')];
    await writeImage(outside, 'far.jpg');
    writePointer(`${root}/here`, pointerText(outside));
    const server = await startServer({ root, args: ['--allow-pointer-root', outside] });
    await indexed(server, 4);
    await writeImage(`${outside}/deep`, 'new.jpg');
    await namesSoon(server, '/here/deep', ['new.jpg']);
    // In place, so that the folder that it lies in does not change.
    writePointer(`${root}/here`, pointerText('real', { label: 'Now real' }));
    await entryThat(server, '/here', ({ label }) => label === 'Now real');
    await namesSoon(server, '/here/deep', ['two.png']);
    expect([await namesIn(server, '/here'), await dirsIn(server, '/here')]).toEqual([['one.jpg'], ['deep']]);
    await writeImage(`${root}/here`, 'own.jpg');
    unlinkSync(`${root}/here/${pointerFile}`);
    await namesSoon(server, '/here', ['own.jpg']);
    expect(await entryOf(server, '/here')).toMatchObject({ kind: 'leaf-real', totalItems: 1 });
    writePointer(`${root}/here`, pointerText('real'));
    await namesSoon(server, '/here', ['one.jpg']);
    // A pointer to a folder that is one: whichever of them changes.
    writePointer(`${root}/next`, pointerText('here'));
    await namesSoon(server, '/next', ['one.jpg']);
    writePointer(`${root}/here`, pointerText('real/deep'));
    await namesSoon(server, '/next', ['two.png']);
  }, 60_000);

  it('WK4: and looked for where nothing is watched, also what a pointer named before it was there', async () => {
    const root = await galleryWithReal();
    writePointer(`${root}/here`, pointerText('real'));
    writePointer(`${root}/later`, pointerText('not/yet'));
    const server = await startServer({ root, args: ['--no-watch'] });
    await indexed(server, 5);
    expect((await entryOf(server, '/later'))?.problem?.error).toBe('broken_pointer');
    writePointer(`${root}/here`, pointerText('real/deep'));
    await writeImage(`${root}/real/deep`, 'three.jpg');
    await writeImage(`${root}/not/yet`, 'now.jpg');
    await namesSoon(server, '/here', ['three.jpg', 'two.png']);
    await entryThat(server, '/later', ({ problem, totalItems }) => !problem && totalItems === 1);
  }, 60_000);

  it('SR3: labels stay where they are while a target is away', async () => {
    const [root, outside] = [await galleryWithReal(), tempFolder('outside')];
    await writeImage(outside, 'far.jpg', { hue: 200 });
    writePointer(`${root}/here`, pointerText(outside));
    const server = await startServer({ root, args: ['--allow-pointer-root', outside] });
    await indexed(server, 4);
    await labelsReady(server);
    await patch(server, '/here/far.jpg', { set_star: 3 });
    // As an unmounted disk does: another folder lies there, in which nothing is.
    renameSync(outside, `${outside}-away`);
    await writeBytes(outside, 'README', 'not mounted');
    await waitFor(
      async () => (await ask(server, 'item', { query: { path: '/here/far.jpg' } })).status === 503,
      'the target to be away',
      { seconds: 30 },
    );
    rmSync(outside, { recursive: true });
    renameSync(`${outside}-away`, outside);
    await waitFor(
      async () => (await ask(server, 'file', { query: { path: '/here/far.jpg' } })).status === 200,
      'the target to be back',
      { seconds: 30 },
    );
    expect((await labelOf(server, '/here/far.jpg')).star).toBe(3);
  });
});
