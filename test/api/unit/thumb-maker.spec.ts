import { mkdirSync, writeFileSync } from 'node:fs';
import { Catalogue } from '../../../apps/api/src/catalogue/catalogue.ts';
import { FlatHomes } from '../../../apps/api/src/flat-files/flat-homes.ts';
import { packListing } from '../../../apps/api/src/sources/listing.ts';
import { ThumbMaker } from '../../../apps/api/src/thumbs/thumb-maker.ts';
import { ThumbStore } from '../../../apps/api/src/thumbs/thumb-store.ts';
import { withTrailer } from '../../../apps/api/src/workers/thumb-file.ts';
import { WorkerPool } from '../../../apps/api/src/workers/worker-pool.ts';
import type { ThumbAnswer } from '../../../apps/api/src/workers/worker-jobs.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { localPlaces } from '../../support/places.ts';
import { waitFor } from '../../support/wait-for.ts';

describe('the maker of thumbs', () => {
  it('TH4: counts as served only what somebody asked for', async () => {
    const folder = tempFolder('thumbs');
    const settings = { size: 256, quality: 70 };
    const file = { key: 'a.jpg', type: 0, size: 1, mtime: 2, inode: 3 };
    const stamp = { size: 1, mtime: 2, inode: 3, rootInode: 4 };
    mkdirSync(`${folder}/thumbs`);
    writeFileSync(`${folder}/thumbs/a.jpg.thumbnail`, withTrailer(Buffer.from('picture'), stamp, settings));
    const catalogue = new Catalogue();
    const [row = -1] = catalogue.applyListing(catalogue.root, packListing(1, [], [file])).added;
    const pool = new WorkerPool('/nowhere', 1, new FakeClock());
    const thumbs = new ThumbMaker(
      catalogue,
      new ThumbStore(new FlatHomes({ kind: 'workspace', folder }), settings),
      pool,
      settings,
      localPlaces(folder, 4),
    );
    await thumbs.prepare(row, 'ahead');
    expect(thumbs.hits()).toBe(0);
    expect((await thumbs.get(row, new AbortController().signal)).status).toBe('ready');
    expect(thumbs.hits()).toBe(1);
  });

  it('G13: finishes what has begun when everybody left, and gives it to whoever comes back', async () => {
    const catalogue = new Catalogue();
    const file = { key: 'a.jpg', type: 0, size: 1, mtime: 2, inode: 3 };
    const [row = -1] = catalogue.applyListing(catalogue.root, packListing(1, [], [file])).added;
    const settings = { size: 256, quality: 70 };
    const finish: ((answer: ThumbAnswer) => void)[] = [];
    const run = (): Promise<ThumbAnswer> => new Promise((resolve) => finish.push(resolve));
    // A child has the job in hand; of the pool only what is used here.
    const pool = { run, isQueued: () => false, promote: () => undefined, backlog: () => 0 } as unknown as WorkerPool;
    const thumbs = new ThumbMaker(
      catalogue,
      new ThumbStore(new FlatHomes(null), settings),
      pool,
      settings,
      localPlaces(),
    );
    const gone = new AbortController();
    const left = thumbs.get(row, gone.signal);
    await waitFor(() => finish.length === 1, 'the render to begin');
    gone.abort();
    const back = thumbs.get(row, new AbortController().signal);
    finish[0]?.({ status: 'made', bytes: Buffer.from('picture'), stored: false });
    expect((await Promise.all([left, back])).map(({ status }) => status)).toEqual(['ready', 'ready']);
    expect(finish).toHaveLength(1);
  });

  it('TH2, TH3: images that are still on their way here count as waiting, and are left as renders in line are', async () => {
    const catalogue = new Catalogue();
    const files = Array.from({ length: 300 }, (_, at) => ({
      key: `${String(at)}.jpg`,
      type: 0,
      size: 1,
      mtime: 2,
      inode: at,
    }));
    const rows = catalogue.applyListing(catalogue.root, packListing(1, [], files)).added;
    const asked: (AbortSignal | undefined)[] = [];
    const handOut = (_path: string, signal?: AbortSignal): Promise<never> => {
      asked.push(signal);
      return new Promise((_resolve, reject) => {
        signal?.addEventListener('abort', () => {
          reject(new Error('left'));
        });
      });
    };
    const thumbs = new ThumbMaker(
      catalogue,
      new ThumbStore(new FlatHomes(null), { size: 256, quality: 70 }),
      new WorkerPool('/nowhere', 1, new FakeClock()),
      { size: 256, quality: 70 },
      { rootInodeOf: () => 0, handOut },
    );
    const leave = new AbortController();
    const answers = [...rows].map((row) => thumbs.get(row, leave.signal));
    await waitFor(() => asked.length === 256, 'as many images to be asked for as may wait');
    leave.abort();
    const states = (await Promise.all(answers)).map(({ status }) => status);
    expect([
      states.filter((each) => each === 'abandoned').length,
      states.filter((each) => each === 'queued').length,
    ]).toEqual([256, 44]);
    expect(asked.every((signal) => signal?.aborted)).toBe(true);
  });
});
