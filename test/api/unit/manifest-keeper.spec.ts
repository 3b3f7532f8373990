import { Catalogue } from '../../../apps/api/src/catalogue/catalogue.ts';
import { ManifestKeeper } from '../../../apps/api/src/catalogue/manifest-keeper.ts';
import type { Scanner } from '../../../apps/api/src/catalogue/scanner.ts';
import { packListing } from '../../../apps/api/src/sources/listing.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { localPlaces } from '../../support/places.ts';

const noHashes = { of: () => Promise.resolve(new Map<number, string>()) };

function makeKeeper(write: (path: string, clock: FakeClock) => void) {
  const clock = new FakeClock();
  const catalogue = new Catalogue();
  const written: string[] = [];
  const writeManifest = (path: string): Promise<void> => {
    write(path, clock);
    written.push(path);
    return Promise.resolve();
  };
  // Of the scanner only what is used here.
  // Of the scanner only what is used here.
  const keeper = new ManifestKeeper(
    catalogue,
    { writeManifest } as unknown as Scanner,
    clock,
    true,
    noHashes,
    localPlaces(),
  );
  for (const path of ['/a', '/b', '/c']) {
    const folder = catalogue.makeFolder(path);
    catalogue.applyListing(folder, packListing(1, [], []));
    keeper.mark(folder);
  }
  return { keeper, clock, written };
}

describe('the keeper of manifests', () => {
  it('WK2: writes the others when one cannot be written', async () => {
    const { keeper, clock, written } = makeKeeper((path) => {
      if (path === '/a') throw new Error('ENAMETOOLONG');
    });
    await keeper.flush();
    expect(written).toEqual([]);
    clock.advance(2000);
    await expect(keeper.flush()).rejects.toThrow('ENAMETOOLONG');
    expect(written).toEqual(['/b', '/c']);
    expect(keeper.isIdle()).toBe(true);
  });

  it('RU4: ends when the time for it is over', async () => {
    const { keeper, written } = makeKeeper((_path, clock) => {
      clock.advance(3000);
    });
    await keeper.flushAll(5000);
    expect(written).toEqual(['/a', '/b']);
  });
});
