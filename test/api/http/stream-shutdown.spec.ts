import { indexed } from '../../support/gallery-state.ts';
import { writeMany } from '../../support/images.ts';
import { labelOf, labelsReady, patch } from '../../support/labels.ts';
import { RawStream } from '../../support/raw-stream.ts';
import { startServer } from '../../support/server.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const streamCount = 1000;
/** Some of them do not read. */
const stalledCount = 20;
const writeCount = 50;
/** So long it may take at most, and so far those who come back may be spread. */
const [endWithinMs, spreadMs] = [10_000, 10_000];
/** Nobody comes back before the server can be there again. */
const restartMs = 3000;
const paths = Array.from({ length: writeCount }, (_, at) => `/image-${String(at + 1).padStart(4, '0')}.jpg`);

describe('a shutdown with everyone there', () => {
  const root = tempFolder('gallery');

  it('ST9, D16, B21: says bye to a thousand streams, keeps what it acknowledged, and ends in time', async () => {
    await writeMany(root, writeCount, { width: 8, height: 8 });
    const server = await startServer({ root });
    await indexed(server, writeCount);
    const streams: RawStream[] = [];
    // A hundred at a time: more than wait in a system's queue would be turned away by it.
    while (streams.length < streamCount)
      streams.push(...(await Promise.all(Array.from({ length: 100 }, () => RawStream.open(server)))));
    for (const stream of streams.slice(0, stalledCount)) stream.stall();

    const writes = paths.map((path) =>
      patch(server, path, { set_notes: `before the end ${path}` }).then(
        ({ status }) => status,
        () => 0,
      ),
    );
    const started = performance.now();
    const code = await server.stop();
    expect(code).toBe(0);
    expect(performance.now() - started).toBeLessThan(endWithinMs);
    const statuses = await Promise.all(writes);
    expect(statuses.every((status) => [0, 200, 503].includes(status))).toBe(true);

    const readers = streams.slice(stalledCount);
    for (const stream of streams) stream.readOn();
    await Promise.all(streams.map((stream) => stream.until(({ isClosed }) => isClosed, 'the stream to end')));
    const ends = readers.map(({ text }) => /retry: (\d+)\nevent: bye\ndata: (.*)\n\n$/.exec(text));
    expect(ends.filter((end) => end?.[2] !== '{"reason":"shutdown"}')).toEqual([]);
    // B21: as many come back in each part of the time.
    const waits = ends.map((end) => Number(end?.[1]));
    const parts = Array.from(
      { length: 10 },
      (_, part) => waits.filter((wait) => Math.floor((wait - restartMs) / (spreadMs / 10)) === part).length,
    );
    expect(Math.min(...parts)).toBeGreaterThan(readers.length / 25);
    expect(Math.max(...waits)).toBeLessThanOrEqual(restartMs + spreadMs);

    const next = await startServer({ root, workspace: server.workspace });
    await labelsReady(next);
    for (const [at, path] of paths.entries()) {
      const { notes } = await labelOf(next, path);
      if (statuses[at] === 200) expect([path, notes]).toEqual([path, `before the end ${path}`]);
      if (statuses[at] === 503) expect([path, notes]).toEqual([path, '']);
    }
    await next.stop();
  });
});
