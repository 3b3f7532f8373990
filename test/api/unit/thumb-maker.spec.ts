import { writeFileSync } from 'node:fs';
import { Catalogue } from '../../../apps/api/src/catalogue/catalogue.ts';
import { packListing } from '../../../apps/api/src/sources/listing.ts';
import { ThumbMaker } from '../../../apps/api/src/thumbs/thumb-maker.ts';
import { ThumbStore } from '../../../apps/api/src/thumbs/thumb-store.ts';
import { withTrailer } from '../../../apps/api/src/workers/thumb-file.ts';
import { WorkerPool } from '../../../apps/api/src/workers/worker-pool.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { tempFolder } from '../../support/temp-folder.ts';

describe('the maker of thumbs', () => {
  it('TH4: counts as served only what somebody asked for', async () => {
    const folder = tempFolder('thumbs');
    const settings = { size: 256, quality: 70 };
    const file = { key: 'a.jpg', type: 0, size: 1, mtime: 2, inode: 3 };
    const stamp = { size: 1, mtime: 2, inode: 3, rootInode: 4 };
    writeFileSync(`${folder}/a.jpg.thumbnail`, withTrailer(Buffer.from('picture'), stamp, settings));
    const catalogue = new Catalogue();
    const [row = -1] = catalogue.applyListing(catalogue.root, packListing(1, [], [file])).added;
    const setup = { location: { root: folder, rootInode: 4, followInto: [] } };
    const pool = new WorkerPool({ file: '/nowhere', setup }, 1, new FakeClock());
    const thumbs = new ThumbMaker(catalogue, new ThumbStore(folder, settings), pool, settings, 4);
    await thumbs.prepare(row, 'ahead');
    expect(thumbs.hits()).toBe(0);
    expect((await thumbs.get(row, new AbortController().signal)).status).toBe('ready');
    expect(thumbs.hits()).toBe(1);
  });
});
