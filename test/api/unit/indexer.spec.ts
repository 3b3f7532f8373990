import { Catalogue } from '../../../apps/api/src/catalogue/catalogue.ts';
import type { FolderWatches } from '../../../apps/api/src/catalogue/folder-watches.ts';
import { GalleryRoot } from '../../../apps/api/src/catalogue/gallery-root.ts';
import type { HeaderReader } from '../../../apps/api/src/catalogue/header-reader.ts';
import { Indexer } from '../../../apps/api/src/catalogue/indexer.ts';
import { changedOf, markedFolders } from '../../../apps/api/src/catalogue/marked-places.ts';
import type { ManifestKeeper } from '../../../apps/api/src/catalogue/manifest-keeper.ts';
import type { FolderToList, ListAnswer } from '../../../apps/api/src/catalogue/scanner-protocol.ts';
import type { Scanner } from '../../../apps/api/src/catalogue/scanner.ts';
import type { Announcer } from '../../../apps/api/src/events/announcer.ts';
import { packListing } from '../../../apps/api/src/sources/listing.ts';
import type { SourcePlace } from '../../../apps/api/src/sources/source-location.ts';
import type { Log } from '../../../apps/api/src/shared/log.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { localPlaces } from '../../support/places.ts';
import { waitFor } from '../../support/wait-for.ts';

const silent: Log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const nobodyListens: Announcer = { announce: () => undefined };

function makeIndexer(announcer = nobodyListens) {
  const catalogue = new Catalogue();
  const clock = new FakeClock();
  const asked: { path: string; answer: (listing: ListAnswer) => void; fail: (reason: Error) => void }[] = [];
  const list = ([folder]: readonly FolderToList[]): Promise<ListAnswer[]> =>
    new Promise((answer, fail) =>
      asked.push({ path: folder?.path ?? '', answer: (listing) => answer([listing]), fail }),
    );
  const marks = (places: readonly SourcePlace[]) => Promise.resolve(new Float64Array(places.length));
  // Of the others only what is used here.
  const scanner = { list, marks } as unknown as Scanner;
  const watches = { add: () => undefined, dropRemoved: () => undefined } as unknown as FolderWatches;
  const headers = {
    schedule: () => undefined,
    resume: () => undefined,
    pause: () => undefined,
  } as unknown as HeaderReader;
  const manifests = { mark: () => undefined } as unknown as ManifestKeeper;
  const places = localPlaces();
  const root = new GalleryRoot(places, watches, silent);
  const scanners = { now: scanner, background: scanner };
  const indexer = new Indexer(catalogue, scanners, headers, manifests, watches, root, places, announcer, clock);
  const next = () => waitFor(() => asked.shift(), 'a listing to be asked for');
  return { catalogue, clock, indexer, next, asked };
}

type Listed = Extract<ListAnswer, { status: 'listed' }>;

function listed(
  names: readonly string[],
  dirs: readonly string[],
  listedAt: number,
  more: Partial<Listed> = {},
): Listed {
  const files = names.map((key, at) => ({ key, type: 0, size: 1, mtime: 1, inode: at }));
  return {
    status: 'listed',
    listing: packListing(1, dirs, files),
    fromManifest: false,
    rootInode: 0,
    listedAt,
    ...more,
  };
}

describe('the indexer', () => {
  it('WK4: takes in what is listed after the wall clock was set back', async () => {
    const { catalogue, clock, indexer, next } = makeIndexer();
    const first = indexer.relist('/');
    (await next()).answer(listed(['a.jpg'], [], 3_600_000));
    await first;
    clock.advance(10);
    const second = indexer.relist('/');
    (await next()).answer(listed(['a.jpg', 'b.jpg'], [], 0));
    await second;
    expect(catalogue.counts().items).toBe(2);
  });

  it('WK9: does not take a listing that began before for the answer whether a file is there', async () => {
    const { indexer, next } = makeIndexer();
    const first = indexer.relist('/');
    (await next()).answer(listed([], [], 0));
    await first;
    const older = indexer.relist('/');
    const begun = await next();
    const row = indexer.item('/new.jpg');
    begun.answer(listed([], [], 1));
    await older;
    (await next()).answer(listed(['new.jpg'], [], 2));
    expect(await row).toBe(0);
  });

  it('LB8: says nothing of sidecars that could not be seen, and has their folder looked at again', async () => {
    const told: string[] = [];
    const { catalogue, indexer, next } = makeIndexer({ announce: (name) => told.push(name) });
    const isChanged = (): boolean => {
      const marked = markedFolders([catalogue.root], localPlaces());
      return changedOf(marked, Float64Array.of(catalogue.root.mark)).length > 0;
    };
    for (const sidecars of [null, { images: 'a.jpg', orphans: '' }]) {
      const listing = indexer.relist('/');
      (await next()).answer(listed(['a.jpg'], [], 0, { sidecars }));
      await listing;
      expect([told.includes('sidecars-found'), isChanged()]).toEqual(sidecars ? [true, false] : [false, true]);
    }
  });

  it.each([true, false])(
    'WK8: has nothing in hand when the thread died of the root, told in part before: %s',
    async (isPartial) => {
      const { indexer, next } = makeIndexer();
      indexer.start();
      expect(indexer.isIdle()).toBe(false);
      if (isPartial) (await next()).answer(listed(['a.jpg'], [], 0, { isPartial }));
      (await next()).fail(new Error('of memory'));
      await waitFor(() => indexer.isIdle(), 'the end');
      expect(indexer.status().state).toBe('running');
    },
  );

  it('RU4: lists nothing more of its own accord once it was stopped', async () => {
    const { indexer, next, asked } = makeIndexer();
    const root = indexer.relist('/');
    indexer.stop();
    (await next()).answer(listed([], ['a', 'b'], 0));
    await root;
    expect(asked).toEqual([]);
  });

  it('SR6: lists again after a while what has changed since its source was read', async () => {
    const { catalogue, clock, indexer, next, asked } = makeIndexer();
    const root = indexer.relist('/');
    (await next()).answer({ ...listed(['a.jpg'], [], 0), againInMs: 5000 });
    await root;
    clock.advance(4999);
    expect(asked).toEqual([]);
    clock.advance(1);
    (await next()).answer(listed(['a.jpg', 'b.jpg'], [], 1));
    await waitFor(() => catalogue.counts().items === 2, 'the new image');
    clock.advance(100_000);
    expect(asked).toEqual([]);
  });

  it('SR6: takes nothing out for the first rows of a table that a thread which was started anew tells', async () => {
    const { catalogue, indexer, next } = makeIndexer();
    const first = indexer.relist('/');
    (await next()).answer(listed(['a.jpg', 'b.jpg'], [], 0));
    await first;
    const second = indexer.relist('/');
    (await next()).answer({ ...listed(['a.jpg'], [], 1), isPartial: true });
    await second;
    expect(catalogue.counts()).toMatchObject({ items: 2, unlisted: 0 });
    (await next()).answer(listed(['a.jpg'], [], 2));
    await waitFor(() => catalogue.counts().items === 1, 'all of it to be told');
  });
});
