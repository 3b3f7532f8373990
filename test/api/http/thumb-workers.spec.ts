import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { Health } from '#contracts';
import { healthOf, indexed, namesIn } from '../../support/gallery-state.ts';
import { ask } from '../../support/http-client.ts';
import { imageBytes, writeBytes, writeImage, writeMany } from '../../support/images.ts';
import { childrenOf, isRunning, rssMegabytes } from '../../support/processes.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { waitFor } from '../../support/wait-for.ts';

const thumbsOf = async (server: TestServer): Promise<Health['workers']['thumbs']> =>
  (await healthOf(server)).workers.thumbs;

async function signalAll(server: TestServer, signal: NodeJS.Signals): Promise<number[]> {
  const children = childrenOf(server.pid);
  for (const child of children) process.kill(child, signal);
  if (signal === 'SIGKILL') await waitFor(() => !children.some(isRunning), 'the children to be gone');
  return children;
}

describe('the children that make thumbs', () => {
  const root = tempFolder('gallery');
  let server: TestServer;

  beforeAll(async () => {
    await writeMany(`${root}/many`, 600, { width: 16, height: 16 });
    for (let number = 0; number < 12; number += 1)
      await writeImage(`${root}/few`, `${number}.jpg`, { hue: number * 20 });
    server = await startServer({ root, args: ['--workers', '2', '--no-watch'] });
    await indexed(server, 612);
  });

  const thumb = (path: string, signal?: AbortSignal): Promise<{ status: number }> =>
    ask(server, 'thumb', { query: { path }, ...(signal ? { signal } : {}) });

  it('G4: killed while idle, are replaced, and no picture is blamed', async () => {
    expect((await thumb('/few/0.jpg')).status).toBe(200);
    const killed = await signalAll(server, 'SIGKILL');
    expect(killed.length).toBeGreaterThan(0);
    for (const number of [1, 2, 3]) expect((await thumb(`/few/${number}.jpg`)).status).toBe(200);
    await signalAll(server, 'SIGKILL');
    expect((await ask(server, 'metadata', { query: { path: '/few/1.jpg' } })).status).toBe(200);
  });

  it('G4: killed with a render in hand, hurt nobody, the picture included', async () => {
    await signalAll(server, 'SIGSTOP');
    const waiting = [4, 5, 6].map((number) => thumb(`/few/${number}.jpg`));
    await waitFor(async () => (await thumbsOf(server)).running > 0, 'a render to run');
    await signalAll(server, 'SIGKILL');
    expect((await Promise.all(waiting)).map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(await namesIn(server, '/few')).toHaveLength(12);
    // They had not read what they were to do, so nothing has failed.
    expect((await thumbsOf(server)).failed).toBe(0);
  });

  it('G13: render once for 200 who ask for the same', async () => {
    const before = await thumbsOf(server);
    await signalAll(server, 'SIGSTOP');
    const asking = Array.from({ length: 200 }, () => thumb('/few/7.jpg'));
    await waitFor(async () => (await thumbsOf(server)).running === 1, 'the render to run');
    await signalAll(server, 'SIGCONT');
    expect(new Set((await Promise.all(asking)).map(({ status }) => status))).toEqual(new Set([200]));
    expect((await thumbsOf(server)).done).toBe(before.done + 1);
  });

  it('G14: give up what nobody waits for any more', async () => {
    await signalAll(server, 'SIGSTOP');
    const leaving = new AbortController();
    const asking = Array.from({ length: 200 }, (_, at) =>
      thumb(`/many/image-${String(at + 1).padStart(4, '0')}.jpg`, leaving.signal).catch(() => 'left'),
    );
    await waitFor(async () => (await thumbsOf(server)).queued > 150, 'the queue to fill');
    leaving.abort();
    expect(new Set(await Promise.all(asking))).toEqual(new Set(['left']));
    await waitFor(async () => (await thumbsOf(server)).queued === 0, 'the queue to empty');
    await signalAll(server, 'SIGCONT');
    expect((await thumb('/few/8.jpg')).status).toBe(200);
  });

  it('TH3, G15: over 256 waiting, ask people to come back, and serve those who do', async () => {
    await signalAll(server, 'SIGSTOP');
    const paths = Array.from({ length: 600 }, (_, at) => `/many/image-${String(at + 1).padStart(4, '0')}.jpg`);
    const answers = paths.map((path) => ask(server, 'thumb', { query: { path } }));
    // Those that were made already come first.
    const early = await Promise.any(
      answers.map(async (asked) => {
        const answer = await asked;
        if (answer.status === 202) return answer;
        throw new Error('It was there.');
      }),
    );
    expect(early.body).toEqual({ status: 'queued', retry_after_ms: 1000 });
    expect(early.headers).toMatchObject({ 'retry-after': '1', 'cache-control': 'no-store' });
    expect(early.headers).not.toHaveProperty('etag');
    expect(early.headers.location).toMatch(/^\/thumb\?path=%2Fmany%2Fimage-\d{4}\.jpg$/);
    const { queued } = await thumbsOf(server);
    expect(queued).toBeLessThanOrEqual(256);
    // Everything else is answered as ever.
    expect(await namesIn(server, '/few')).toHaveLength(12);
    await signalAll(server, 'SIGCONT');
    const statuses = (await Promise.all(answers)).map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set([200, 202]));
    expect(statuses.filter((status) => status === 200).length).toBeGreaterThanOrEqual(200);
    const again = await Promise.all(paths.slice(0, 200).map((path) => thumb(path)));
    expect(new Set(again.map(({ status }) => status))).toEqual(new Set([200]));
  });

  it('G18: hung for 10 s, are killed; the picture is refused until it changes', async () => {
    const before = await thumbsOf(server);
    await signalAll(server, 'SIGSTOP');
    const stopped = childrenOf(server.pid);
    const started = performance.now();
    const hung = await ask(server, 'thumb', { query: { path: '/few/9.jpg' } });
    expect([hung.status, hung.problem?.error]).toEqual([422, 'undecodable_image']);
    expect(performance.now() - started).toBeLessThan(12_000);
    expect((await thumbsOf(server)).killed).toBe(before.killed + 1);
    expect(stopped.some((child) => !isRunning(child))).toBe(true);
    await signalAll(server, 'SIGCONT');
    const started2 = performance.now();
    expect((await thumb('/few/9.jpg')).status).toBe(422);
    expect(performance.now() - started2).toBeLessThan(1000);
    await writeBytes(`${root}/few`, '9.jpg', await imageBytes({ hue: 300, width: 80 }));
    await ask(server, 'refresh', { query: { path: '/few' } });
    await waitFor(async () => (await thumb('/few/9.jpg')).status === 200, 'the changed picture to be shown');
  });

  it('G19: leave the memory of the server alone', async () => {
    const before = rssMegabytes(server.pid);
    for (let turn = 0; turn < 3; turn += 1) {
      rmSync(`${server.workspace}/thumbs`, { recursive: true, force: true });
      const mark = Buffer.from(String(turn));
      for (let number = 1; number <= 100; number += 1) {
        const file = `${root}/many/image-${String(number).padStart(4, '0')}.jpg`;
        writeFileSync(file, Buffer.concat([readFileSync(file), mark]));
      }
      await ask(server, 'refresh', { query: { path: '/many' } });
      for (let number = 1; number <= 100; number += 20) {
        const part = Array.from({ length: 20 }, (_, at) => `/many/image-${String(number + at).padStart(4, '0')}.jpg`);
        await Promise.all(part.map((path) => thumb(path)));
      }
    }
    expect(rssMegabytes(server.pid) - before).toBeLessThan(60);
  });
});
