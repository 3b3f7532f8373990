import { s3Door } from '../../../apps/api/src/sources/s3/s3-client.ts';
import type { S3Location } from '../../../apps/api/src/sources/source-location.ts';
import { environmentOf } from '../../support/s3-bucket.ts';

describe('SR4: connections to a bucket', () => {
  const former = { ...process.env };
  const pics: S3Location = {
    ...{ kind: 's3', bucket: 'pics', prefix: '', region: 'us-east-1', endpoint: 'http://127.0.0.1:9' },
    ...{ isPathStyle: true, isRedirecting: false, sweepMs: 1000 },
  };
  const patience = { silenceMs: 1000 };

  beforeAll(() => {
    Object.assign(process.env, environmentOf({ accessKeyId: 'KEY', secretAccessKey: 'secret' }));
  });
  afterAll(() => {
    process.env = former;
  });

  it.each<Partial<S3Location>>([{ prefix: 'a/' }, { isRedirecting: true }, { sweepMs: 1 }])(
    'are the same for every place in it: %j',
    async (other) => {
      expect(await s3Door({ ...pics, ...other }, patience)).toBe(await s3Door(pics, patience));
    },
  );

  it.each<Partial<S3Location>>([
    { bucket: 'art' },
    { region: 'eu-central-1' },
    { endpoint: 'http://127.0.0.1:10' },
    { isPathStyle: false },
  ])('are others for another bucket, or another way to it: %j', async (other) => {
    expect(await s3Door({ ...pics, ...other }, patience)).not.toBe(await s3Door(pics, patience));
  });

  it('are others where somebody has more patience', async () => {
    expect(await s3Door(pics, { ...patience, answerMs: 60_000 })).not.toBe(await s3Door(pics, patience));
  });
});
