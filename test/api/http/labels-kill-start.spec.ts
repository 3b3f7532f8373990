import { readdirSync, rmSync } from 'node:fs';
import { writeMany } from '../../support/images.ts';
import { killAtStart } from '../../support/killed-start.ts';
import { historyOf, labelOf, labelsReady, patch } from '../../support/labels.ts';
import { labelsFileOf, readLabelsFile, writeLabelsFile } from '../../support/labels-file.ts';
import { chooseSeed, rounds, SeededRandom } from '../../support/seeded-random.ts';
import { startServer } from '../../support/server.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const seed = chooseSeed();

describe('a server that is killed while it starts', () => {
  const root = tempFolder('gallery');
  const here = Array.from({ length: 12 }, (_, turn) => `/image-${String(turn + 1).padStart(4, '0')}.jpg`);
  // Most of them of images that are not in this gallery: they are kept all the same.
  const elsewhere = Array.from({ length: 20_000 }, (_, turn) => `/elsewhere/${turn}.jpg`);
  const file = labelsFileOf([...here, ...elsewhere]);

  beforeAll(() => writeMany(root, here.length, { width: 8, height: 8 }));

  it(`D2: while it imports labels.json, has all of them when it is left to start, seed ${seed}`, async () => {
    const random = new SeededRandom(seed);
    const workspace = tempFolder('workspace');
    let wholeMs = 1500;
    for (let round = 0; round < rounds(4, 50); round += 1) {
      for (const name of readdirSync(workspace).filter((each) => each.startsWith('labels.db')))
        rmSync(`${workspace}/${name}`, { recursive: true });
      writeLabelsFile(workspace, file);
      for (let kills = random.between(1, 3); kills > 0; kills -= 1) {
        await killAtStart({ root, workspace, afterMs: random.next() * wholeMs });
        expect(readLabelsFile(workspace)).toEqual(file);
      }
      const started = performance.now();
      const server = await startServer({ root, workspace, args: ['--workers', '1'] });
      const { labels, store_id } = await labelsReady(server);
      wholeMs = performance.now() - started;
      expect({ round, ...labels }).toMatchObject({ round, state: 'ok', count: here.length + elsewhere.length });
      expect(store_id).toBe(file.store_id);
      for (const path of here) {
        const { tags, notes, star, updated_at, updated_by, item_version: version } = file.items[path.slice(1)]!;
        const told = await labelOf(server, path);
        expect(told).toMatchObject({ tags, notes, star, updated_by, version });
        expect(Date.parse(told.updated_at)).toBe(Date.parse(updated_at));
      }
      const path = random.pick(here);
      const { version } = await labelOf(server, path);
      const written = await patch(server, path, { set_notes: `round ${round}` }, { base: version });
      expect(written.body.version).toBe(version + 1);
      expect((await historyOf(server, path, version)).map((operation) => operation.version)).toEqual([version + 1]);
      await server.kill();
    }
  });
});
