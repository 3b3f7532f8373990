import { existsSync, readFileSync } from 'node:fs';
import { indexed } from './gallery-state.ts';
import { labelsReady } from './labels.ts';
import { startServer, type ServerWish, type TestServer } from './server.ts';
import { waitFor } from './wait-for.ts';

/** A sidecar as it lies beside its image. */
export interface SidecarOnDisk {
  readonly tags: string[];
  readonly notes: string;
  readonly star: number | null;
  readonly version: number;
  readonly updatedAt: string;
  readonly [other: string]: unknown;
}

/** A server that keeps everything beside the images, and labels there within a second or two. */
export async function startBeside(wish: ServerWish): Promise<TestServer> {
  const args = ['--layout', 'beside', '--flush-interval', '1', ...(wish.args ?? [])];
  const server = await startServer({ ...wish, args });
  await indexed(server);
  await labelsReady(server);
  return server;
}

export function sidecarOf(root: string, path: string): SidecarOnDisk | undefined {
  const file = `${root}${path}.json`;
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as SidecarOnDisk) : undefined;
}

export function sidecarThat(
  root: string,
  path: string,
  isWanted: (sidecar: SidecarOnDisk) => boolean,
): Promise<SidecarOnDisk> {
  return waitFor(
    () => {
      const sidecar = sidecarOf(root, path);
      return sidecar && isWanted(sidecar) ? sidecar : undefined;
    },
    `the sidecar of ${path}`,
    { seconds: 15 },
  );
}
