import type { FolderManifest, TableStatus } from '#contracts';
import { healthOf } from './gallery-state.ts';
import { ask } from './http-client.ts';
import type { TestServer } from './server.ts';
import { waitFor } from './wait-for.ts';

export const patience = { seconds: 60 };

export const folderOf = async (server: TestServer, path = '/'): Promise<FolderManifest> =>
  (await ask(server, 'folders', { query: { path } })).body;

/** The images of a folder, each with what is wrong with it. */
export const shownIn = async (server: TestServer, path = '/'): Promise<Record<string, string>> =>
  Object.fromEntries((await folderOf(server, path)).items.map(({ name, problem }) => [name, problem ?? 'ok']));

/** When all of it is known, numbers included. */
export function tableRead(server: TestServer): Promise<TableStatus> {
  const isReady = async (): Promise<TableStatus | false> => {
    const { table, indexing } = await healthOf(server);
    return indexing.state === 'ready' && table?.ready === true && table;
  };
  return waitFor(isReady, 'the table to be read', patience);
}

export const statusOf = async (server: TestServer, route: 'file' | 'thumb', path: string): Promise<number> =>
  (await ask(server, route, { query: { path } })).status;
