import { Agent, get } from 'node:http';
import { healthOf, indexed } from '../../support/gallery-state.ts';
import { ask, expectGuarded, send } from '../../support/http-client.ts';
import { sixtyMegapixels, writeBytes, writeMany } from '../../support/images.ts';
import { childrenOf, isRunning } from '../../support/processes.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { waitFor } from '../../support/wait-for.ts';

describe('the end of a server', () => {
  const root = tempFolder('gallery');

  beforeAll(async () => {
    await writeMany(`${root}/many`, 200, { width: 600, height: 400 });
    await writeBytes(root, 'large.jpg', await sixtyMegapixels());
  });

  /** Children at work, idle connections, a download that nobody reads, and people who wait. */
  const busy = async (): Promise<{ server: TestServer; children: number[]; waiting: Promise<unknown>[] }> => {
    const server = await startServer({ root, args: ['--workers', '2'] });
    const agent = new Agent({ keepAlive: true, maxSockets: 20 });
    await indexed(server, 201);
    await Promise.all(
      Array.from(
        { length: 20 },
        () =>
          new Promise<void>((resolve) => {
            get(`${server.url}/folders`, { agent }, (response) => response.resume().once('end', resolve));
          }),
      ),
    );
    get(`${server.url}/file?path=/large.jpg`, { agent: false }, (response) =>
      response.pause().on('error', () => undefined),
    ).on('error', () => undefined);
    const paths = [
      '/large.jpg',
      ...Array.from({ length: 50 }, (_, at) => `/many/image-${String(at + 1).padStart(4, '0')}.jpg`),
    ];
    const waiting = paths.map((path) => ask(server, 'thumb', { query: { path } }).catch(() => 'ended'));
    await waitFor(async () => (await healthOf(server)).workers.thumbs.running > 0, 'a render to run', { everyMs: 2 });
    const children = childrenOf(server.pid);
    expect(children.length).toBeGreaterThan(0);
    return { server, children, waiting };
  };

  it.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
    '%s: quickly, with 0, and with all its children',
    async (signal) => {
      const { server, children, waiting } = await busy();
      const started = performance.now();
      process.kill(server.pid, signal);
      expect(await server.ended()).toBe(0);
      expect(performance.now() - started).toBeLessThan(3000);
      await waitFor(() => !children.some(isRunning), 'the children to be gone', { seconds: 3 });
      await Promise.all(waiting);
      expect(server.output()).toContain('Stopping.');
      expect(server.output()).not.toMatch(/"level":[56]0/);
    },
  );

  it('SIGKILL: its children notice that nobody needs them', async () => {
    const { server, children, waiting } = await busy();
    await server.kill();
    await waitFor(() => !children.some(isRunning), 'the children to be gone', { seconds: 10 });
    await Promise.all(waiting);
    // And what it left behind is no trouble for the next.
    const next = await startServer({ root, workspace: server.workspace });
    await indexed(next, 201);
    expect((await ask(next, 'thumb', { query: { path: '/many/image-0001.jpg' } })).status).toBe(200);
    await next.stop();
  });

  it('SIGKILL: also those that have nothing to do', async () => {
    const server = await startServer({ root, args: ['--workers', '2'] });
    await indexed(server, 201);
    await waitFor(async () => {
      const { thumbs, headers } = (await healthOf(server)).workers;
      return thumbs.running + thumbs.queued + headers.running + headers.queued === 0;
    }, 'all work to be done');
    const children = childrenOf(server.pid);
    expect(children.length).toBeGreaterThan(0);
    await server.kill();
    await waitFor(() => !children.some(isRunning), 'the children to be gone', { seconds: 10 });
  });

  it('is no surprise to those who are just asking', async () => {
    const server = await startServer({ root });
    await indexed(server, 201);
    let isOver = false;
    const asking = Array.from({ length: 4 }, async () => {
      let answered = 0;
      while (!isOver) {
        try {
          const answer = await send(`${server.url}/folders?path=/many`);
          expectGuarded(answer);
          expect([200, 503]).toContain(answer.status);
          JSON.parse(answer.bytes.toString());
          answered += 1;
        } catch (error) {
          // The connection was ended: that is what is to be expected.
          if (!(error as NodeJS.ErrnoException).code) throw error;
        }
      }
      return answered;
    });
    await waitFor(async () => (await healthOf(server)).ok, 'it to answer');
    expect(await server.stop()).toBe(0);
    isOver = true;
    expect(Math.max(...(await Promise.all(asking)))).toBeGreaterThan(0);
  });

  it('while it starts, is an end as well', async () => {
    const server = await startServer({ root });
    expect(await server.stop()).toBe(0);
  });
});
