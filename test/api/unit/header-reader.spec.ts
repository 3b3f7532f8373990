import { Catalogue } from '../../../apps/api/src/catalogue/catalogue.ts';
import { HeaderReader } from '../../../apps/api/src/catalogue/header-reader.ts';
import type { ManifestKeeper } from '../../../apps/api/src/catalogue/manifest-keeper.ts';
import type { Places } from '../../../apps/api/src/catalogue/places.ts';
import type { Announcer } from '../../../apps/api/src/events/announcer.ts';
import { sourceUnavailable } from '../../../apps/api/src/shared/source-unavailable.ts';
import { itemFlags } from '../../../apps/api/src/catalogue/item-flags.ts';
import { Problem } from '../../../apps/api/src/shared/problem.ts';
import { packListing } from '../../../apps/api/src/sources/listing.ts';
import { packTexts } from '../../../apps/api/src/sources/packed-texts.ts';
import type { SourcePlace } from '../../../apps/api/src/sources/source-location.ts';
import type { HeaderAnswer, JobAnswers } from '../../../apps/api/src/workers/worker-jobs.ts';
import type { WorkerPool } from '../../../apps/api/src/workers/worker-pool.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { localPlace, localPlaces } from '../../support/places.ts';
import { waitFor } from '../../support/wait-for.ts';

const nobodyListens: Announcer = { announce: () => undefined };

const header: HeaderAnswer = {
  width: 40,
  height: 30,
  type: 'image/jpeg',
  taken: NaN,
  hasMeta: false,
  problem: undefined,
};

/** A reader over children that answer when and what the test says. */
function makeReader(names: readonly string[], places: Pick<Places, 'handOut'> = localPlaces()) {
  const catalogue = new Catalogue();
  const clock = new FakeClock();
  const jobs: { paths: readonly string[]; answer: (headers: JobAnswers['headers']) => void }[] = [];
  const run = ({ images }: { images: readonly SourcePlace[] }): Promise<JobAnswers['headers']> =>
    new Promise((answer) => jobs.push({ paths: images.map(({ path }) => path), answer }));
  // Of the pool and the keeper only what is used here.
  const pool = { run } as unknown as WorkerPool;
  const manifests = { mark: () => undefined } as unknown as ManifestKeeper;
  const reader = new HeaderReader(catalogue, places, pool, manifests, nobodyListens, clock, 2);
  const list = (size: number): void => {
    const files = names.map((key, at) => ({ key, type: 0, size, mtime: 1, inode: at }));
    catalogue.applyListing(catalogue.root, packListing(1, [], files));
    reader.schedule(catalogue.root);
  };
  const nextJob = () => waitFor(() => jobs.shift(), 'a job');
  return { catalogue, clock, reader, list, nextJob, jobs };
}

const many = Array.from({ length: 300 }, (_, at) => `${String(1000 + at)}.jpg`);

describe('the reader of headers', () => {
  it('WK3: reads every file of a large folder once', async () => {
    const { catalogue, reader, list, nextJob } = makeReader(many);
    list(1);
    const asked: string[] = [];
    while (asked.length < many.length) {
      const { paths, answer } = await nextJob();
      asked.push(...paths);
      answer(paths.map(() => header));
    }
    await waitFor(() => reader.isIdle() || undefined, 'the reader to be idle');
    expect(asked.sort()).toEqual(many.map((name) => `/${name}`));
    expect(catalogue.counts().headers).toBe(many.length);
  });

  it('WK3: reads a file again that changed while it was read', async () => {
    const { catalogue, list, nextJob } = makeReader(['a.jpg']);
    list(1);
    const first = await nextJob();
    list(2);
    first.answer([header]);
    const second = await nextJob();
    expect(second.paths).toEqual(['/a.jpg']);
    second.answer([{ ...header, width: 50 }]);
    await waitFor(() => catalogue.counts().headers === 1 || undefined, 'the header');
    expect(catalogue.columns.width[0]).toBe(50);
  });

  it('F15: remembers nothing of files whose disk is away, and asks them again', async () => {
    const { catalogue, clock, reader, list, nextJob, jobs } = makeReader(['a.jpg', 'b.jpg']);
    list(1);
    (await nextJob()).answer([null, header]);
    await waitFor(() => reader.isIdle() || undefined, 'the reader to be idle');
    expect([catalogue.counts().headers, jobs.length]).toEqual([1, 0]);
    clock.advance(30_000);
    const again = await nextJob();
    expect(again.paths).toEqual(['/a.jpg']);
    again.answer([header]);
    await waitFor(() => catalogue.counts().headers === 2 || undefined, 'the header');
  });

  it('I9: blames no file when its source does not say where it is, and asks again', async () => {
    let isAway = true;
    const handOut: Places['handOut'] = (path) =>
      isAway ? Promise.reject(sourceUnavailable()) : Promise.resolve(localPlace(path));
    const { catalogue, clock, reader, list, nextJob } = makeReader(['a.jpg'], { handOut });
    list(1);
    await waitFor(() => reader.isIdle() || undefined, 'the reader to be idle');
    expect([catalogue.problemOf(0), catalogue.counts().headers]).toEqual([undefined, 0]);
    isAway = false;
    clock.advance(30_000);
    (await nextJob()).answer([header]);
    await waitFor(() => catalogue.counts().headers === 1 || undefined, 'the header');
  });

  it('F16: tries a denied file again when its folder is listed again', async () => {
    const { catalogue, list, nextJob, reader } = makeReader(['a.jpg']);
    list(1);
    (await nextJob()).answer([{ ...header, width: 0, height: 0, problem: 'denied' }]);
    await waitFor(() => reader.isIdle() || undefined, 'the reader to be idle');
    expect(catalogue.problemOf(0)).toBe('denied');
    list(1);
    (await nextJob()).answer([header]);
    await waitFor(() => reader.isIdle() || undefined, 'the reader to be idle');
    expect([catalogue.problemOf(0), catalogue.counts().headers]).toEqual([undefined, 1]);
  });

  describe('SC10: of images that other servers have', () => {
    function makeRemote(count: number, handOut?: Places['handOut']) {
      const names = Array.from({ length: count }, (_, at) => `${String(1000 + at)}.jpg`);
      const made = makeReader(names, handOut && { handOut });
      const { catalogue, reader } = made;
      const header = { width: 0, height: 0, taken: NaN, flags: itemFlags.headerKnown };
      const files = names.map((key) => ({ key, type: 0, size: 0, mtime: 0, inode: 7, header }));
      const { added } = catalogue.applyListing(catalogue.root, packListing(1, [], files));
      const sources = names.map((name) => `https://images.example/${name}`);
      catalogue.sources.take(Uint32Array.from(added), packTexts(sources));
      reader.schedule(catalogue.root);
      return { ...made, look: (): Promise<void> => reader.describe(catalogue.root.rows, 100) };
    }

    it('reads none by the way, and those that somebody looks at one by one', async () => {
      const { catalogue, reader, jobs, look, nextJob } = makeRemote(3);
      expect([reader.isIdle(), jobs]).toEqual([true, []]);
      void look();
      for (let at = 0; at < 3; at += 1) {
        const { paths, answer } = await nextJob();
        expect(paths).toHaveLength(1);
        answer([header]);
      }
      await waitFor(() => reader.isIdle() || undefined, 'the reader to be idle');
      await look();
      expect([[...catalogue.columns.width.subarray(0, 3)], jobs.length]).toEqual([[40, 40, 40], 0]);
    });

    it('asks for so many at a time, however many are listed at once', async () => {
      const asked: string[] = [];
      const handOut: Places['handOut'] = (path) => {
        asked.push(path);
        return new Promise(() => undefined);
      };
      const { look } = makeRemote(300, handOut);
      void look();
      void look();
      await waitFor(() => asked.length > 0, 'the first to be asked for');
      expect(asked).toHaveLength(256);
    });

    it('denies what is refused, blames no image for silence, and asks again when somebody looks', async () => {
      let problem = sourceUnavailable();
      const asked: string[] = [];
      const handOut: Places['handOut'] = (path) => {
        asked.push(path);
        return Promise.reject(problem);
      };
      const { catalogue, clock, look } = makeRemote(1, handOut);
      await look();
      clock.advance(60_000);
      expect([catalogue.problemOf(0), asked.length]).toEqual([undefined, 1]);
      problem = new Problem('source_denied', 'Not there.');
      await look();
      await look();
      expect([catalogue.problemOf(0), asked.length]).toEqual(['denied', 2]);
    });
  });
});
