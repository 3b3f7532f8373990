import { spawn, type ChildProcess } from 'node:child_process';
import { renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { ask } from '../../support/http-client.ts';
import { imageBytes, writeBytes, writeImage } from '../../support/images.ts';
import { rounds } from '../../support/seeded-random.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { tempFolder } from '../../support/temp-folder.ts';

/** Exchanges a file, or a folder, with a link that leads out, as fast as it can. */
const swapper = `
  const { renameSync, symlinkSync, rmSync } = require('node:fs');
  const [place, outside] = process.argv.slice(1);
  process.on('disconnect', () => process.exit());
  const swap = () => {
    for (let turn = 0; turn < 50; turn += 1) {
      renameSync(place, place + '.aside');
      symlinkSync(outside, place);
      rmSync(place);
      renameSync(place + '.aside', place);
    }
    setImmediate(swap);
  };
  process.send('ready', swap);
`;

describe('F4: a link that is swapped in between the check and the opening', () => {
  const root = tempFolder('gallery');
  const outside = tempFolder('outside');
  const swapping: ChildProcess[] = [];
  let server: TestServer;
  let secret: Buffer;

  beforeAll(async () => {
    secret = await imageBytes({ hue: 200, width: 120 });
    await writeBytes(outside, 'a.jpg', secret);
    await writeBytes(outside, 'folder/a.jpg', secret);
    await writeImage(root, 'a.jpg');
    await writeImage(`${root}/folder`, 'a.jpg');
    server = await startServer({ root, args: ['--no-watch'] });
    for (const name of ['a.jpg', 'folder']) {
      const child = spawn(process.execPath, ['-e', swapper, `${root}/${name}`, `${outside}/${name}`], {
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      });
      swapping.push(child);
      await new Promise((resolve) => child.once('message', resolve));
    }
  });

  afterAll(() => {
    for (const child of swapping) child.kill('SIGKILL');
  });

  it('never lets a byte from outside in', async () => {
    const statuses = new Map<string, number>();
    const turns = rounds(400, 20_000);
    for (let turn = 0; turn < turns; turn += 8) {
      const answers = await Promise.all(
        Array.from({ length: 8 }, (_, at) => {
          const path = at % 2 === 0 ? '/a.jpg' : '/folder/a.jpg';
          return ask(server, at % 8 < 6 ? 'file' : 'metadata', { query: { path } });
        }),
      );
      for (const { status, bytes, headers } of answers) {
        statuses.set(String(status), (statuses.get(String(status)) ?? 0) + 1);
        expect(bytes.equals(secret)).toBe(false);
        if (headers['content-type']?.startsWith('application/json'))
          expect(bytes.toString()).not.toContain('"width":120');
      }
    }
    // It was a race: some were in time, some were not.
    expect(statuses.get('200')).toBeGreaterThan(0);
    expect(statuses.get('404')).toBeGreaterThan(0);
    expect([...statuses.keys()].every((status) => ['200', '404', '422'].includes(status))).toBe(true);
  });

  it('nor with one that stays', async () => {
    for (const child of swapping.splice(0)) {
      child.kill('SIGKILL');
      await new Promise((resolve) => child.once('close', resolve));
    }
    writeFileSync(`${root}/b.jpg`, await imageBytes());
    expect((await ask(server, 'file', { query: { path: '/b.jpg' } })).status).toBe(200);
    renameSync(`${root}/b.jpg`, `${root}/c.jpg`);
    symlinkSync(`${outside}/a.jpg`, `${root}/b.jpg`);
    for (const name of ['file', 'metadata'] as const) {
      expect([name, (await ask(server, name, { query: { path: '/b.jpg' } })).status]).toEqual([name, 404]);
    }
  });
});
