import { StreamReader } from '../../support/event-stream.ts';
import { indexed } from '../../support/gallery-state.ts';
import { writeMany } from '../../support/images.ts';
import { patch } from '../../support/labels.ts';
import { freePort, hasNginx, startNginx } from '../../support/nginx.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const path = '/image-0001.jpg';

/** In front of the server, with nothing set but these lines. */
async function startBefore(server: TestServer, lines: string): Promise<{ url: string }> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const block = `server { listen 127.0.0.1:${port}; location / { proxy_pass ${server.url}; } }`;
  await startNginx(`${lines} ${block}`, `${url}/health/live`);
  return { url };
}

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
    const front = await startBefore(server, lines);
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
