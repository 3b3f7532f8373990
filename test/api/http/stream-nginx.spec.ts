import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { StreamReader } from '../../support/event-stream.ts';
import { indexed } from '../../support/gallery-state.ts';
import { send } from '../../support/http-client.ts';
import { writeMany } from '../../support/images.ts';
import { patch } from '../../support/labels.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { waitFor } from '../../support/wait-for.ts';

const nginx = '/usr/sbin/nginx';
const hasNginx = spawnSync(nginx, ['-v']).status === 0;
const path = '/image-0001.jpg';
const running = new Set<ChildProcess>();

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  // It listens on a port, not on a path.
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

/** In front of the server, with nothing set but these lines. */
async function startNginx(server: TestServer, lines: string): Promise<{ url: string }> {
  const folder = tempFolder('nginx');
  const port = await freePort();
  const kinds = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  for (const kind of kinds) mkdirSync(`${folder}/${kind}`);
  const places = kinds.map((kind) => `${kind}_temp_path ${folder}/${kind};`).join('\n');
  const config = `daemon off; worker_processes 1; pid ${folder}/pid; error_log stderr;
    ${process.getuid?.() === 0 ? 'user root;' : ''}
    events {}
    http { access_log off; ${places} ${lines}
      server { listen 127.0.0.1:${port}; location / { proxy_pass ${server.url}; } } }`;
  writeFileSync(`${folder}/nginx.conf`, config);
  const child = spawn(nginx, ['-p', folder, '-e', 'stderr', '-c', `${folder}/nginx.conf`], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  running.add(child);
  let told = '';
  child.stderr.setEncoding('utf8').on('data', (part: string) => (told += part));
  child.once('close', () => running.delete(child));
  const url = `http://127.0.0.1:${port}`;
  await waitFor(async () => (await send(`${url}/health/live`)).status === 200 || undefined, 'nginx to answer').catch(
    (error: unknown) => {
      throw new Error(`nginx did not start:\n${told}`, { cause: error });
    },
  );
  return { url };
}

/** The one that was started ends its workers, and then itself. */
function endAll(): void {
  for (const child of running) child.kill('SIGTERM');
}
afterAll(endAll);
process.once('exit', endAll);

describe('a stream behind nginx', () => {
  const root = tempFolder('gallery');
  const itBehind = hasNginx ? it : it.skip;
  let server: TestServer;

  beforeAll(async () => {
    await writeMany(root, 1, { width: 8, height: 8 });
    server = await startServer({ root });
    await indexed(server, 1);
  });

  itBehind.each([
    ['as it is set up by default', ''],
    ['with gzip for everything', 'gzip on; gzip_types *; gzip_proxied any; gzip_min_length 1;'],
    ['with HTTP/1.1 to the server', 'proxy_http_version 1.1; proxy_set_header Connection "";'],
  ])('B18: %s, events arrive while the stream is open', async (_, lines) => {
    const front = await startNginx(server, lines);
    const reader = await StreamReader.open(front, { headers: { 'accept-encoding': 'identity' } });
    await reader.greeted();
    for (let turn = 1; turn <= 5; turn += 1) {
      await patch(server, path, { set_notes: `${lines} ${turn}` });
      await reader.until(({ events }) => events.length === turn, `event ${turn}`);
      expect(reader.isClosed).toBe(false);
    }
    expect(reader.headers).not.toHaveProperty('content-encoding');
    const cursor = reader.cursor;
    reader.close();
    // Back through the same door.
    await patch(server, path, { set_notes: `${lines} missed` });
    const next = await StreamReader.open(front, { cursor });
    await next.until(({ events }) => events.length === 1, 'what it missed');
    expect(next.resyncs).toEqual([]);
    next.close();
  });
});
