import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { connect } from 'node:net';
import { indexed } from '../../support/gallery-state.ts';
import { ask, send } from '../../support/http-client.ts';
import { writeMany } from '../../support/images.ts';
import { preview } from '../../support/imports.ts';
import { gesturesOf } from '../../support/labels.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { waitFor } from '../../support/wait-for.ts';

const root = tempFolder('gallery');
let server: TestServer;

const start = async (...args: string[]): Promise<void> => {
  server = await startServer({ root, args });
  await indexed(server, 5);
};
const spooled = (workspace = server.workspace): string[] =>
  readdirSync(workspace).filter((name) => name.startsWith('.import-'));

beforeAll(() => writeMany(root, 5, { width: 8, height: 8 }));
afterEach(() => server.stop());

describe('EX8: the file on its way', () => {
  it('is refused before it is read: no key, no policy, another type, packed, too large, from another page', async () => {
    await start();
    const file = { type: 'text/csv', content: 'path\n' };
    const key = { 'idempotency-key': 'k' };
    const asked = async (wish: Parameters<typeof ask>[2]): Promise<string | undefined> =>
      (await ask(server, 'importFile', wish)).problem?.error;
    expect(await asked({ file, query: { policy: 'take' } })).toBe('missing_idempotency_key');
    expect(await asked({ file, headers: key })).toBe('invalid_field');
    expect(await asked({ file, headers: key, query: { policy: 'mine' } })).toBe('invalid_field');
    const packed = { ...key, 'content-encoding': 'gzip' };
    expect(await asked({ file, headers: packed, query: { dry_run: 1 } })).toBe('unsupported_media_type');
    const plain = { ...file, type: 'text/plain' };
    expect(await asked({ file: plain, headers: key, query: { dry_run: 1 } })).toBe('unsupported_media_type');
    const elsewhere = { ...key, origin: 'https://elsewhere.example' };
    expect(await asked({ file, headers: elsewhere, query: { dry_run: 1 } })).toBe('cross_site');
    const headers = { 'content-type': 'text/csv', 'content-length': String(5 * 1024 ** 3), ...key };
    const answer = await new Promise<string>((resolve) => {
      const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
      const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
      socket.write(`POST /import?dry_run=1 HTTP/1.1\r\nhost: localhost\r\n${lines.join('')}\r\n`);
      socket.once('data', (part) => {
        resolve(String(part));
        socket.destroy();
      });
    });
    expect(answer).toContain('body_too_large');
    expect(spooled()).toEqual([]);
  });

  it('leaves nothing when it breaks off, and nothing after a crash and the next start', async () => {
    await start();
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    socket.write(
      'POST /import?dry_run=1 HTTP/1.1\r\nhost: localhost\r\ncontent-type: text/csv\r\ncontent-length: 9999\r\nidempotency-key: k\r\n\r\npath\n',
    );
    await waitFor(() => spooled().length === 1, 'the file to arrive');
    socket.destroy();
    await waitFor(() => spooled().length === 0, 'the file to be removed');
    await preview(server, 'csv', 'path,star\nimage-0001.jpg,3\n');
    expect(spooled()).toHaveLength(1);
    const { workspace } = server;
    await server.kill();
    expect(spooled(workspace)).toHaveLength(1);
    server = await startServer({ root, workspace });
    expect(spooled()).toEqual([]);
  });

  it('RU2: has no place on a server that writes nothing', async () => {
    server = await startServer({ root, workspace: null, args: ['--no-write'] });
    const file = { type: 'text/csv', content: 'path\n' };
    const wish = { file, query: { policy: 'take' }, headers: { 'idempotency-key': 'k' } };
    expect((await ask(server, 'importFile', wish)).problem?.error).toBe('no_workspace');
  });

  it('LB3: killed in the middle of it, all is there or nothing, and no file is left', async () => {
    await start();
    const rows = Array.from({ length: 40_000 }, (_, at) => `f/${at}.jpg,${at % 6},a note`);
    const found = await preview(server, 'csv', `path,star,notes\n${rows.join('\n')}\n`);
    const importing = send(`${server.url}/import/${found.id}?policy=take`, {
      method: 'POST',
      headers: { 'idempotency-key': 'k' },
    }).catch(() => undefined);
    await waitFor(async () => (await ask(server, 'importState', { id: found.id })).body.done > 0, 'it to begin');
    const { workspace } = server;
    await server.kill();
    await importing;
    server = await startServer({ root, workspace });
    await indexed(server, 5);
    expect(spooled()).toEqual([]);
    const gestures = await gesturesOf(server);
    await server.stop();
    // Where nothing was written, there is no such file.
    const file = `${workspace}/labels.json`;
    const text = existsSync(file) ? readFileSync(file, 'utf8') : '{"items":{}}';
    const { items } = JSON.parse(text) as { items: object };
    expect(Object.keys(items)).toHaveLength(gestures[0]?.count ?? 0);
    expect([0, 40_000]).toContain(gestures[0]?.count ?? 0);
  });
});
