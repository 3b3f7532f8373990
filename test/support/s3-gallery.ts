import { environmentOf, type S3Bucket } from './s3-bucket.ts';
import type { S3Keys } from './s3-server.ts';
import { startServer, type ServerWish, type TestServer } from './server.ts';

export interface S3Wish extends Pick<ServerWish, 'workspace' | 'env'> {
  readonly store: { readonly url: string };
  readonly keys: S3Keys;
  readonly prefix?: string;
  /** Seconds between two looks at everything. */
  readonly sweep?: number;
  readonly args?: readonly string[];
}

const servers: TestServer[] = [];

/** A server of what is in a bucket. */
export async function serveBucket(bucket: S3Bucket, wish: S3Wish): Promise<TestServer> {
  const { store, keys, prefix = '', sweep = 3600, args = [], env = {}, workspace } = wish;
  const server = await startServer({
    root: `s3://${bucket.name}${prefix === '' ? '' : `/${prefix}`}`,
    args: ['--s3-endpoint', store.url, '--s3-path-style', '--s3-sweep', String(sweep), '--log-level', 'trace', ...args],
    env: { ...environmentOf(keys), ...env },
    ...(workspace === undefined ? {} : { workspace }),
  });
  servers.push(server);
  return server;
}

/** I7: whatever has happened, nothing that was printed lets anyone in. */
afterAll(() => {
  for (const server of servers) expect(server.output()).not.toMatch(/X-Amz-|Signature|secret-of/i);
});
