import { Buffer } from 'node:buffer';
import { copyFileSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import type { Gesture } from '#contracts';
import { indexed } from '../../support/gallery-state.ts';
import { imageBytes } from '../../support/images.ts';
import { bulk, gesturesOf, historyOf, labelOf, patch, push, undo } from '../../support/labels.ts';
import { ask } from '../../support/http-client.ts';
import { startServer, type ServerWish, type TestServer } from '../../support/server.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { waitFor } from '../../support/wait-for.ts';
import { contentsKnown } from '../../support/contents-known.ts';

describe('WK12: labels follow renamed files', () => {
  let root: string;
  let workspace: string;
  let server: TestServer;
  let picture: Buffer;
  let seq: number;

  beforeAll(async () => {
    picture = await imageBytes();
  });
  beforeEach(() => {
    root = tempFolder('gallery');
    workspace = tempFolder('workspace');
    seq = 0;
  });
  afterEach(() => server.stop());

  /** Files of one size: only what is in them tells them apart. */
  const write = (name: string, letter: string): void => {
    mkdirSync(`${root}/${name}`.replace(/\/[^/]*$/, ''), { recursive: true });
    writeFileSync(`${root}/${name}`, Buffer.concat([picture, Buffer.from(letter)]));
  };
  const start = async (wish: ServerWish = {}): Promise<void> => {
    server = await startServer({ root, workspace, ...wish });
    await indexed(server);
  };
  const restart = async (meanwhile: () => void): Promise<void> => {
    await server.stop();
    meanwhile();
    await start();
  };
  const star = async (name: string, value: 1 | 2 | 3 | 4 | 5): Promise<void> => {
    await patch(server, `/${name}`, { set_star: value });
  };
  const starOf = async (name: string): Promise<unknown> =>
    (await ask(server, 'item', { query: { path: `/${name}` } })).body.star;
  const known = (...names: string[]): Promise<void> =>
    contentsKnown(
      server,
      names.map((name) => `/${name}`),
    );
  const followed = async (): Promise<Gesture> => {
    const gesture = await waitFor(
      async () => (await gesturesOf(server, seq)).find(({ kind }) => kind === 'follow'),
      'labels to follow their files',
      { seconds: 20 },
    );
    ({ seq } = gesture);
    return gesture;
  };
  /** What comes later has been looked at, and with it what came before: then nothing else was followed. */
  const nothingFollowed = async (): Promise<void> => {
    write('marker/old.jpg', `marker ${seq}`);
    await waitFor(async () => (await starOf('marker/old.jpg')) === null, 'the marker to be there');
    await star('marker/old.jpg', 1);
    await known('marker/old.jpg');
    renameSync(`${root}/marker`, `${root}/marked ${seq}`);
    const gesture = await followed();
    expect(gesture).toMatchObject({ followed: { files: 1, from: '/marker/old.jpg' } });
  };
  const unlabelled = { star: null, tags: [], notes: '' };

  it('in a folder: all of it, in one gesture of the server, and it can be taken back', async () => {
    write('old.jpg', 'a');
    write('other.jpg', 'b');
    await start();
    await patch(server, '/old.jpg', { set_star: 4, set_tags: ['sea'], set_notes: 'mine' }, { by: 'ann' });
    await push(server, [{ path: '/old.jpg', metrics: { loss: 0.5 } }]);
    await known('old.jpg');
    const { updated_by: who } = await labelOf(server, '/old.jpg');
    renameSync(`${root}/old.jpg`, `${root}/new.jpg`);
    const gesture = await followed();
    const moved = { files: 1, from: '/old.jpg', to: '/new.jpg' };
    expect(gesture).toMatchObject({ kind: 'follow', updated_by: 'Lenslet', count: 2, followed: moved });
    const label = { star: 4, tags: ['sea'], notes: 'mine', metrics: { loss: 0.5 } };
    expect(await labelOf(server, '/new.jpg')).toMatchObject({ ...label, updated_by: who });
    expect(await historyOf(server, '/old.jpg')).toMatchObject([{ version: 2 }, { version: 3 }, { version: 4 }]);
    expect((await ask(server, 'item', { query: { path: '/old.jpg' } })).problem).toMatchObject({ error: 'item_gone' });
    expect((await undo(server, gesture.gesture_id)).body).toMatchObject({ reverted: 2, skipped: [] });
    expect(await labelOf(server, '/new.jpg')).toMatchObject(unlabelled);
    // Nobody argues with whoever took it back, and a file that returns has its label again.
    await nothingFollowed();
    renameSync(`${root}/new.jpg`, `${root}/old.jpg`);
    await waitFor(async () => (await starOf('old.jpg')) === 4, 'the label to be there again');
    expect(await labelOf(server, '/old.jpg')).toMatchObject(label);
  });

  it('across folders, and back again', async () => {
    write('a/one.jpg', 'a');
    write('b/two.jpg', 'b');
    await start();
    await star('a/one.jpg', 3);
    await known('a/one.jpg');
    renameSync(`${root}/a/one.jpg`, `${root}/b/uno.jpg`);
    await followed();
    expect(await starOf('b/uno.jpg')).toBe(3);
    await star('b/uno.jpg', 5);
    renameSync(`${root}/b/uno.jpg`, `${root}/a/one.jpg`);
    await followed();
    expect(await starOf('a/one.jpg')).toBe(5);
  });

  it('a folder with everything in it, in one gesture', async () => {
    const names = Array.from({ length: 300 }, (_, at) => `${at % 3}/image ${at}.jpg`);
    for (const name of names) write(`old/${name}`, lettersOf(name));
    await start();
    const paths = names.map((name) => `/old/${name}`);
    await bulk(server, { scope: { paths }, patch: { set_star: 2, add_tags: ['kept'] } });
    await known(...names.map((name) => `old/${name}`));
    renameSync(`${root}/old`, `${root}/new`);
    expect(await followed()).toMatchObject({ count: 600, followed: { files: 300 } });
    for (const name of names.slice(0, 20)) expect(await starOf(`new/${name}`)).toBe(2);
    expect((await ask(server, 'tags')).body.tags).toEqual([{ tag: 'kept', count: 300 }]);
  });

  it('two that changed names, and a row of names counted on by one', async () => {
    for (const [name, letter] of [
      ['a', 'A'],
      ['b', 'B'],
      ['img 1', '1'],
      ['img 2', '2'],
      ['img 3', '3'],
    ] as const) {
      write(`${name}.jpg`, letter);
    }
    await start();
    const names = ['a', 'b', 'img 1', 'img 2', 'img 3'];
    for (const [at, name] of names.entries()) await star(`${name}.jpg`, (at + 1) as 1);
    await known(...names.map((name) => `${name}.jpg`));
    await restart(() => {
      renameSync(`${root}/a.jpg`, `${root}/.t`);
      renameSync(`${root}/b.jpg`, `${root}/a.jpg`);
      renameSync(`${root}/.t`, `${root}/b.jpg`);
      for (const at of [3, 2, 1]) renameSync(`${root}/img ${at}.jpg`, `${root}/img ${at + 1}.jpg`);
    });
    expect(await followed()).toMatchObject({ followed: { files: 5 } });
    const stars = await Promise.all(['a', 'b', 'img 2', 'img 3', 'img 4'].map((name) => starOf(`${name}.jpg`)));
    expect(stars).toEqual([2, 1, 3, 4, 5]);
    await nothingFollowed();
  });

  it('while the server was off, and after it was killed at once', async () => {
    write('old.jpg', 'a');
    write('second.jpg', 'b');
    await start();
    await star('old.jpg', 4);
    await star('second.jpg', 5);
    await known('old.jpg', 'second.jpg');
    await restart(() => renameSync(`${root}/old.jpg`, `${root}/new.jpg`));
    await followed();
    await server.kill();
    renameSync(`${root}/second.jpg`, `${root}/second new.jpg`);
    await start();
    await followed();
    expect([await starOf('new.jpg'), await starOf('second new.jpg')]).toEqual([4, 5]);
    const gestures = await gesturesOf(server);
    expect(gestures.filter(({ kind }) => kind === 'follow')).toHaveLength(2);
  });

  it('deleted, and put elsewhere later', async () => {
    write('a/old.jpg', 'a');
    write('b/other.jpg', 'b');
    await start();
    await star('a/old.jpg', 4);
    await known('a/old.jpg');
    rmSync(`${root}/a/old.jpg`);
    await nothingFollowed();
    write('b/again.jpg', 'a');
    await followed();
    expect(await starOf('b/again.jpg')).toBe(4);
  });

  it('renamed at once, before anybody has read it', async () => {
    write('old.jpg', 'a');
    write('same size.jpg', 'b');
    await start();
    await star('old.jpg', 4);
    renameSync(`${root}/old.jpg`, `${root}/new.jpg`);
    const gesture = await followed();
    expect(gesture).toMatchObject({ followed: { from: '/old.jpg', to: '/new.jpg' } });
    expect(await starOf('new.jpg')).toBe(4);
    await undo(server, gesture.gesture_id);
    await nothingFollowed();
    expect(await starOf('new.jpg')).toBeNull();
  });

  it('not: a copy, what was edited after it was renamed, and where another label is', async () => {
    for (const name of ['copied', 'edited', 'renamed', 'labelled']) write(`${name}.jpg`, name.slice(0, 1));
    await start();
    for (const name of ['copied', 'edited', 'renamed', 'labelled']) await star(`${name}.jpg`, 3);
    await known('copied.jpg', 'edited.jpg', 'renamed.jpg', 'labelled.jpg');
    copyFileSync(`${root}/copied.jpg`, `${root}/copy.jpg`);
    await restart(() => {
      renameSync(`${root}/edited.jpg`, `${root}/edited later.jpg`);
      write('edited later.jpg', 'x');
      // Over another one: that one's label stays, and so does the label of what has no file any more.
      renameSync(`${root}/renamed.jpg`, `${root}/labelled.jpg`);
    });
    await nothingFollowed();
    const names = ['copied', 'copy', 'edited later', 'labelled'];
    expect(await Promise.all(names.map((name) => starOf(`${name}.jpg`)))).toEqual([3, null, null, 3]);
  });

  it('not: where two files or two labels could be meant', async () => {
    for (const name of ['one', 'twin a', 'twin b']) write(`${name}.jpg`, name.slice(0, 1));
    await start();
    for (const name of ['one', 'twin a', 'twin b']) await star(`${name}.jpg`, 3);
    await known('one.jpg', 'twin a.jpg', 'twin b.jpg');
    await restart(() => {
      copyFileSync(`${root}/one.jpg`, `${root}/one b.jpg`);
      renameSync(`${root}/one.jpg`, `${root}/one a.jpg`);
      rmSync(`${root}/twin b.jpg`);
      renameSync(`${root}/twin a.jpg`, `${root}/twin.jpg`);
    });
    await nothingFollowed();
    expect(await Promise.all(['one a', 'one b', 'twin'].map((name) => starOf(`${name}.jpg`)))).toEqual([
      null,
      null,
      null,
    ]);
    // With one of them gone it is clear.
    rmSync(`${root}/one b.jpg`);
    expect(await followed()).toMatchObject({ followed: { from: '/one.jpg', to: '/one a.jpg' } });
  });

  it('without writing: as long as the server runs', async () => {
    write('old.jpg', 'a');
    await start({ workspace: null, args: ['--no-write'] });
    await star('old.jpg', 4);
    await known('old.jpg');
    renameSync(`${root}/old.jpg`, `${root}/new.jpg`);
    await followed();
    expect(await starOf('new.jpg')).toBe(4);
    expect(readdirSync(root)).toEqual(['new.jpg']);
  });

  const lettersOf = (name: string): string => name.replace(/\D/g, '').padStart(6, '0');
});
