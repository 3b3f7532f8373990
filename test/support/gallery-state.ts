import type { Health } from '#contracts';
import { ask } from './http-client.ts';
import type { TestServer } from './server.ts';
import { waitFor } from './wait-for.ts';

/** The headers say who asks, where that has to be said. */
export async function healthOf(
  server: Pick<TestServer, 'url'>,
  headers: Readonly<Record<string, string>> = {},
): Promise<Health> {
  return (await ask(server, 'health', { headers })).body;
}

/** Every folder is listed and every header read. */
export function indexed(
  server: Pick<TestServer, 'url'>,
  items?: number,
  who: Readonly<Record<string, string>> = {},
): Promise<Health> {
  return waitFor(
    async () => {
      const health = await healthOf(server, who);
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
