import { statSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { BrowseQuery, BulkPatch } from '#contracts';
import { indexed } from '../../support/gallery-state.ts';
import { ask } from '../../support/http-client.ts';
import { writeMany } from '../../support/images.ts';
import { bulk, gesturesOf, labelsReady } from '../../support/labels.ts';
import { chooseSeed, rounds, SeededRandom } from '../../support/seeded-random.ts';
import { startServer } from '../../support/server.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { waitFor } from '../../support/wait-for.ts';

const seed = chooseSeed();
const count = rounds(3000, 100_000);

describe(`a server that is killed in the middle of a write to ${count} images`, () => {
  const root = tempFolder('gallery');
  const query: BrowseQuery = { path: '/many', recursive: false, sort: { key: 'name', dir: 'asc' } };

  beforeAll(() => writeMany(`${root}/many`, count, { width: 8, height: 8 }));

  it(`D3, IT9: has done all of it or nothing, and does it once when it is asked again, seed ${seed}`, async () => {
    const random = new SeededRandom(seed);
    const fates = { whole: 0, nothing: 0 };
    let server = await startServer({ root });
    const { workspace } = server;
    await indexed(server, count);
    let wholeMs = 400;
    for (let round = 0; round < rounds(8, 60); round += 1) {
      const tag = `round ${round}`;
      const by = `writer ${round}`;
      // Beside the tag, which only some have, a star that most have already.
      const change: BulkPatch = { add_tags: [tag], remove_tags: [`round ${round - 1}`], set_star: 3 };
      const request = { scope: { query }, patch: change };
      const wish = { key: `bulk ${seed} ${round}`, by };
      const logSize = (): number => statSync(`${workspace}/labels.db-wal`).size;
      const logBefore = logSize();
      const first = bulk(server, request, wish).then(
        ({ body }) => body,
        () => undefined,
      );
      // At any moment; or as soon as anything of it is being written.
      if (random.chance(0.5)) await pause(random.next() * wholeMs);
      else await waitFor(() => logSize() !== logBefore, 'the log to grow', { everyMs: 1 });
      await server.kill();
      const answered = await first;
      server = await startServer({ root, workspace });
      await labelsReady(server);
      await indexed(server, count);
      const tagged = async (): Promise<number> => {
        const filters = { and: [{ tags: { all: [tag] } }] };
        const { body } = await ask(server, 'browse', { body: { ...query, filters, limit: 1 } });
        expect(body.partial).toBe(false);
        return body.total;
      };
      const found = await tagged();
      const gestures = await gesturesOf(server, 0, { by });
      expect([found, gestures.length]).toEqual(found === 0 ? [0, 0] : [count, 1]);
      if (answered) expect([found, gestures[0]?.gesture_id]).toEqual([count, answered.gesture_id]);
      fates[found === 0 ? 'nothing' : 'whole'] += 1;
      const started = performance.now();
      const again = await bulk(server, request, wish);
      if (found === 0) wholeMs = (performance.now() - started) * 1.2;
      expect(again.headers['idempotency-replayed']).toBe(found === 0 ? undefined : 'true');
      expect(again.body).toMatchObject({ matched: count, changed: count, unchanged: 0, missing: 0 });
      expect(await tagged()).toBe(count);
      const after = await gesturesOf(server, 0, { by });
      expect(after.map(({ count: items, gesture_id }) => [items, gesture_id])).toEqual([
        [count, again.body.gesture_id],
      ]);
    }
    await server.stop();
    expect(fates.whole + fates.nothing).toBeGreaterThan(0);
  });
});
