import type { Health } from '#contracts';
import { ask } from './http-client.ts';
import type { TestServer } from './server.ts';
import { waitFor } from './wait-for.ts';

export async function healthOf(server: Pick<TestServer, 'url'>): Promise<Health> {
  return (await ask(server, 'health')).body;
}

/** Every folder is listed and every header read. */
export function indexed(server: Pick<TestServer, 'url'>, items?: number): Promise<Health> {
  return waitFor(
    async () => {
      const health = await healthOf(server);
      const { state, items: found, headers } = health.indexing;
      return state === 'ready' && headers === found && (items === undefined || items === found) ? health : undefined;
    },
    `the whole gallery to be indexed${items === undefined ? '' : ` with ${items} items`}`,
    { seconds: 30 },
  );
}

/** The names of the images in a folder, in the order of the answer. */
export async function namesIn(server: Pick<TestServer, 'url'>, path = '/'): Promise<string[]> {
  return (await ask(server, 'folders', { query: { path } })).body.items.map(({ name }) => name);
}

/** The names of the folders in a folder. */
export async function dirsIn(server: Pick<TestServer, 'url'>, path = '/'): Promise<string[]> {
  return (await ask(server, 'folders', { query: { path } })).body.dirs.map(({ name }) => name);
}
