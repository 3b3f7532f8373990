import { mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SystemClock } from '../../../apps/api/src/shared/clock.ts';
import { ImageSources } from '../../../apps/api/src/sources/image-sources.ts';
import { listerFor } from '../../../apps/api/src/sources/lister-for.ts';
import { localLocation } from '../../support/places.ts';
import { environmentOf, S3Bucket } from '../../support/s3-bucket.ts';
import { hasS3Server, startS3Server, type S3Server } from '../../support/s3-server.ts';
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
