import { indexed } from './gallery-state.ts';
import { labelsReady } from './labels.ts';
import type { SidecarOnDisk } from './beside.ts';
import type { S3Bucket } from './s3-bucket.ts';
import { serveBucket, type S3Wish } from './s3-gallery.ts';
import type { TestServer } from './server.ts';
import { waitFor } from './wait-for.ts';

/** A server that keeps everything beside the images of a bucket, and labels there within a second or two. */
export async function serveBeside(bucket: S3Bucket, wish: S3Wish): Promise<TestServer> {
  const args = ['--layout', 'beside', '--flush-interval', '1', ...(wish.args ?? [])];
  const server = await serveBucket(bucket, { ...wish, args });
  await indexed(server);
  await labelsReady(server);
  return server;
}

export async function sidecarIn(bucket: S3Bucket, image: string): Promise<SidecarOnDisk> {
  return JSON.parse((await bucket.read(`${image}.json`)).toString()) as SidecarOnDisk;
}

export function sidecarInThat(
  bucket: S3Bucket,
  image: string,
  isWanted: (sidecar: SidecarOnDisk) => boolean,
): Promise<SidecarOnDisk> {
  const look = async (): Promise<SidecarOnDisk | undefined> => {
    const sidecar = await sidecarIn(bucket, image);
    return isWanted(sidecar) ? sidecar : undefined;
  };
  return waitFor(look, `the sidecar of ${image}`, { seconds: 60, everyMs: 100 });
}

/** As another program writes one. */
export async function putSidecar(bucket: S3Bucket, image: string, fields: object): Promise<void> {
  await bucket.put(`${image}.json`, Buffer.from(JSON.stringify({ v: 1, ...fields })));
}
