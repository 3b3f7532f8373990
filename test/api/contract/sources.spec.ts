import { mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SystemClock } from '../../../apps/api/src/shared/clock.ts';
import { ImageSources } from '../../../apps/api/src/sources/image-sources.ts';
import { listerFor } from '../../../apps/api/src/sources/lister-for.ts';
import { TableLister } from '../../../apps/api/src/sources/table/table-lister.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { localLocation, tableLocation } from '../../support/places.ts';
import { environmentOf, S3Bucket } from '../../support/s3-bucket.ts';
import { hasS3Server, startS3Server, type S3Server } from '../../support/s3-server.ts';
import { writeTable } from '../../support/tables.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { sourceContract, type SourceWorld } from './sources.contract.ts';

const source = new ImageSources(new SystemClock());

describe('a folder of this machine', () => {
  sourceContract(async () => {
    const root = tempFolder('source');
    const location = localLocation(root, statSync(root).ino);
    return Promise.resolve({
      location,
      source,
      lister: listerFor(location),
      put: async (path: string, bytes: Buffer) => {
        mkdirSync(dirname(join(root, path)), { recursive: true });
        writeFileSync(join(root, path), bytes);
        return Promise.resolve();
      },
      remove: async (path: string) => Promise.resolve(rmSync(join(root, path))),
    });
  });
});

describe.each([
  ['whose rows say where their files lie', (path: string) => path.slice(1)],
  ['whose rows have paths of their own', (path: string) => `stored/${Buffer.from(path).toString('hex')}.bin`],
])('a table %s', (_, fileOf) => {
  sourceContract(async () => {
    const [root, tables] = [tempFolder('base'), tempFolder('table')];
    const paths = new Set<string>();
    const write = (): Promise<void> => {
      const rows = [...paths].map((path) => ({ file: fileOf(path), shown: path }));
      writeTable(tables, 'table.ndjson', rows);
      return Promise.resolve();
    };
    const location = tableLocation(join(tables, 'table.ndjson'), root, { source: 'file', path: 'shown' });
    await write();
    return {
      location,
      // By a clock that stands still no reading takes any time, and none has to be rested from.
      lister: new TableLister(location, new FakeClock()),
      source: new ImageSources(new SystemClock(), (path) => (paths.has(path) ? `/${fileOf(path)}` : undefined)),
      put: (path, bytes) => {
        const file = join(root, fileOf(path));
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, bytes);
        paths.add(path);
        return write();
      },
      remove: (path) => {
        paths.delete(path);
        return write();
      },
    };
  });
});

(hasS3Server ? describe : describe.skip)('a bucket', () => {
  let store: S3Server;

  beforeAll(async () => {
    store = await startS3Server();
    Object.assign(process.env, environmentOf(store.owner));
  });

  describe.each([
    ['as a whole', ''],
    ['under a prefix', 'some/where 😀/'],
  ])('%s', (_, prefix) => {
    sourceContract(async (): Promise<SourceWorld> => {
      const bucket = await S3Bucket.make(store);
      const location = bucket.location({ prefix });
      return {
        location,
        source,
        lister: listerFor(location),
        put: (path, bytes) => bucket.put(prefix + path.slice(1), bytes),
        remove: (path) => bucket.remove(prefix + path.slice(1)),
      };
    });
  });
});
