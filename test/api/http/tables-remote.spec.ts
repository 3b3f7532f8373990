import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ItemRow } from '#contracts';
import { healthOf, indexed } from '../../support/gallery-state.ts';
import { ask, type PlainAnswer } from '../../support/http-client.ts';
import { startImageServer, type ImageServer } from '../../support/image-server.ts';
import { imageBytes, writeImage } from '../../support/images.ts';
import { startServer, type ServerWish, type TestServer } from '../../support/server.ts';
import { folderOf, patience, shownIn, statusOf, tableRead } from '../../support/table-gallery.ts';
import { writeTable, type TableRow } from '../../support/tables.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { waitFor } from '../../support/wait-for.ts';

describe('SC10: rows that name images of other servers', () => {
  const folder = tempFolder('table');
  const allowed = ['--allow-remote', '--remote-host', '127.0.0.1'];
  let image: Buffer;
  let theirs: ImageServer;
  /** On an address that nobody named. */
  let inner: ImageServer;
  let server: TestServer | undefined;
  let rows: TableRow[];

  beforeEach(async () => {
    image = await imageBytes({ width: 60, height: 40 });
    inner = await startImageServer({ '/one.jpg': (_request, response) => response.end(image) }, '127.0.0.2');
    theirs = await startImageServer({
      '/one.jpg': (_request, response) => response.end(image),
      '/page.jpg': (_request, response) =>
        response.setHeader('content-type', 'image/jpeg').end('<script>alert(1)</script>'.repeat(50)),
      '/leads.jpg': (_request, response) => response.writeHead(302, { location: `${inner.url}/one.jpg?hush` }).end(),
    });
    await writeImage(folder, 'near.jpg');
    const far = ['one', 'page', 'leads'].map((name) => ({
      source: `${theirs.url}/${name}.jpg?key=hush`,
      shown: `far/${name}`,
    }));
    rows = [{ source: 'near.jpg', shown: 'near' }, ...far];
  });

  afterEach(async () => {
    await Promise.all([server?.stop(), theirs.stop(), inner.stop()]);
  });

  async function start(args: readonly string[], more: ServerWish = {}): Promise<TestServer> {
    const root = writeTable(folder, 'table.csv', rows);
    const words = ['--path-column', 'shown', '--log-level', 'trace', ...args];
    server = await startServer({ root, args: words, ...more });
    await tableRead(server);
    await indexed(server, rows.length);
    return server;
  }

  const asked = (of: TestServer, route: 'file' | 'thumb', name: string): Promise<PlainAnswer> =>
    ask(of, route, { query: { path: `/far/${name}.jpg` } });

  const itemOf = async (of: TestServer, path: string, name: string): Promise<ItemRow | undefined> =>
    (await folderOf(of, path)).items.find((each) => each.name === name);

  const measured = (of: TestServer): Promise<ItemRow> =>
    waitFor(
      async () => {
        const one = await itemOf(of, '/far', 'one.jpg');
        return one && one.w > 0 && one;
      },
      'the size of the image',
      patience,
    );

  it('are denied, and nobody is asked, unless --allow-remote is given', async () => {
    const off = await start([]);
    expect(await shownIn(off, '/far')).toEqual({ 'one.jpg': 'denied', 'page.jpg': 'denied', 'leads.jpg': 'denied' });
    for (const route of ['file', 'thumb'] as const) expect(await statusOf(off, route, '/far/one.jpg')).toBe(403);
    expect(theirs.asked).toEqual([]);
  });

  it('I1: are denied, and nobody is asked, in a network that is not named', async () => {
    const on = await start(['--allow-remote', '--remote-host', 'elsewhere']);
    await waitFor(
      async () => (await itemOf(on, '/far', 'one.jpg'))?.problem === 'denied',
      'the row to be denied',
      patience,
    );
    for (const route of ['file', 'thumb'] as const) expect(await statusOf(on, route, '/far/one.jpg')).toBe(403);
    expect(theirs.asked).toEqual([]);
  });

  it('are read when somebody looks, once, and kept for the next server', async () => {
    const first = await start(allowed);
    expect(await measured(first)).toMatchObject({ w: 60, h: 40 });
    expect((await asked(first, 'thumb', 'one')).status).toBe(200);
    const { status, bytes, headers } = await asked(first, 'file', 'one');
    expect([status, headers['content-type'], bytes.equals(image)]).toEqual([200, 'image/jpeg', true]);
    // Asked for again meanwhile, it is the same file still.
    const part = await ask(first, 'file', {
      query: { path: '/far/one.jpg' },
      headers: { range: 'bytes=10-99', 'if-range': headers.etag },
    });
    expect([part.status, part.bytes]).toEqual([206, image.subarray(10, 100)]);
    await first.stop();

    const second = await start(allowed, { workspace: first.workspace });
    expect((await asked(second, 'file', 'one')).bytes).toEqual(image);
    rmSync(join(second.workspace, 'remote'), { recursive: true });
    expect((await asked(second, 'thumb', 'one')).status).toBe(200);
    expect(theirs.asked.filter((path) => path === '/one.jpg')).toHaveLength(1);
  });

  it('are not asked for as long as nobody looks, also where rows come later', async () => {
    const on = await start(allowed);
    rows.push({ source: 'later.jpg', shown: 'later' }, { source: `${theirs.url}/later.jpg`, shown: 'far/later' });
    await writeImage(folder, 'later.jpg');
    writeTable(folder, 'table.csv', rows);
    await ask(on, 'refresh', { method: 'POST', query: { path: '/' } });
    // What has come to this machine is thumbed ahead.
    await waitFor(async () => (await itemOf(on, '/', 'later.jpg'))?.hasThumb, 'the thumb of the new image', patience);
    await indexed(on, rows.length);
    expect([...theirs.asked, ...inner.asked]).toEqual([]);
  });

  it('I3, I4: lead nowhere else, are images by content, and their address is told to nobody', async () => {
    const on = await start(allowed);
    await measured(on);
    await waitFor(
      async () => (await itemOf(on, '/far', 'leads.jpg'))?.problem === 'denied',
      'the row that leads on to be denied',
      patience,
    );
    const told: string[] = [];
    for (const route of ['file', 'thumb'] as const) {
      const [page, leads] = [await asked(on, route, 'page'), await asked(on, route, 'leads')];
      expect([route, page.status, leads.status]).toEqual([route, 415, 403]);
      told.push(page.bytes.toString(), leads.bytes.toString());
    }
    expect(inner.asked).toEqual([]);
    told.push(JSON.stringify([await folderOf(on, '/far'), await healthOf(on)]), on.output());
    for (const text of told) expect(text).not.toMatch(/hush|script/);
  });
});
