import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { FolderToList, ListAnswer, ScannerSetup } from '../../../apps/api/src/catalogue/scanner-protocol.ts';
import { Scanner } from '../../../apps/api/src/catalogue/scanner.ts';
import { TableFeeder } from '../../../apps/api/src/catalogue/table-feeder.ts';
import type { Log } from '../../../apps/api/src/shared/log.ts';
import type { TableFacts } from '../../../apps/api/src/sources/table/table-questions.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { tableLocation } from '../../support/places.ts';
import { writeTable, type TableRow } from '../../support/tables.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const silent: Log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const built = pathToFileURL(resolve(__dirname, '../../../dist/api/scanner.worker.js')).href;

/** The scanner thread as it was built, which ends of one question as it would where its memory is not enough. */
function mortalThread(): string {
  const file = join(tempFolder('thread'), 'mortal.mjs');
  const lines = [
    `import ${JSON.stringify(built)};`,
    `import { parentPort } from 'node:worker_threads';`,
    `parentPort.on('message', ({ request }) => request.kind === 'has-image' && process.exit(1));`,
  ];
  writeFileSync(file, lines.join('\n'));
  return file;
}

function world(rows: readonly TableRow[]) {
  const folder = tempFolder('table');
  const location = tableLocation(writeTable(folder, 'table.csv', rows), folder);
  const pointers = { root: location, allowed: [], s3: { region: '', endpoint: null, isPathStyle: false, sweepMs: 0 } };
  const setup: ScannerSetup = { manifests: null, manifestsBehind: null, sidecars: null, pointers };
  const clock = new FakeClock();
  const scanner = new Scanner(mortalThread(), setup, clock, silent, true);
  const place = { location, path: '/' };
  const root: FolderToList = { path: '/', place, above: [], before: null, trustManifest: false };
  const list = async (): Promise<ListAnswer['status'] | undefined> => (await scanner.list([root]))[0]?.status;
  const facts = async (): Promise<TableFacts> => (await scanner.askTable(location, { ask: 'facts' })) as TableFacts;
  const end = (): Promise<unknown> => scanner.hasImage(place);
  ends.push(async () => {
    // It may be left alone just now.
    clock.advance(3_600_000);
    await end().catch(() => undefined);
  });
  return { folder, location, clock, scanner, list, facts, end };
}

/** A thread is alive until it is asked to end. */
const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

const away = { code: 'source_unavailable' };

describe('I11: a thread that ends while it reads a table', () => {
  it('counts as a storage that is away, and is started again after a while, each time later', async () => {
    const { clock, facts, end, list } = world([{ file: '1.jpg' }]);
    expect((await facts()).generation).toBe(0);
    for (const rest of [1000, 2000, 4000]) {
      const ended = end();
      await expect(list()).rejects.toMatchObject(away);
      await expect(ended).rejects.toMatchObject(away);
      clock.advance(rest - 1);
      await expect(facts()).rejects.toMatchObject(away);
      clock.advance(1);
      expect((await facts()).generation).toBe(0);
    }
    clock.advance(3_600_000);
    await expect(end()).rejects.toMatchObject(away);
    clock.advance(1000);
    expect((await facts()).generation).toBe(0);
  });

  it('is told as a problem of the table, and what was read before and after is never taken for the same', async () => {
    const { folder, location, clock, scanner, list, end } = world([{ file: '1.jpg', score: 1 }]);
    const scores: number[][] = [];
    const values = { setMetric: (_: string, __: Uint32Array, numbers: Float64Array) => scores.push([...numbers]) };
    const feeder = new TableFeeder(
      // The maps inside are of no concern here.
      { find: () => 0, counts: () => ({ items: 1 }) as never, values: values as never },
      scanner,
      { root: location },
      clock,
      silent,
    );
    for (let turn = 0; turn < 2; turn += 1) expect(await list()).toBe('listed');
    await expect(end()).rejects.toMatchObject(away);
    await feeder.feedIfDue();
    expect(feeder.status()).toMatchObject({
      ready: false,
      problem: expect.stringMatching(/thread .* has ended/) as string,
    });

    clock.advance(10_000);
    for (let turn = 0; turn < 2; turn += 1) expect(await list()).toBe('listed');
    await feeder.feedIfDue();
    expect([scores, feeder.status()?.ready, feeder.status()?.problem]).toEqual([[[1]], true, undefined]);

    await expect(end()).rejects.toMatchObject(away);
    expect(feeder.status()).toMatchObject({ rows: 1, problem: expect.stringMatching(/thread/) as string });
    writeTable(folder, 'table.csv', [{ file: '1.jpg', score: 2 }]);
    clock.advance(10_000);
    await feeder.feedIfDue();
    // Nobody has asked for a folder, so that the thread which was started anew has read nothing yet.
    expect(feeder.status()).toMatchObject({ rows: 1, metrics: 1, problem: expect.stringMatching(/thread/) as string });
    for (let turn = 0; turn < 2; turn += 1) expect(await list()).toBe('listed');
    clock.advance(10_000);
    await feeder.feedIfDue();
    expect([scores, feeder.status()?.ready, feeder.status()?.problem]).toEqual([[[1], [2]], true, undefined]);
  });
});
