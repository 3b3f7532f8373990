import { mkdirSync } from 'node:fs';
import type { PresenceDiagnostics } from '#contracts';
import { indexed } from './gallery-state.ts';
import { ask } from './http-client.ts';
import { writeMany } from './images.ts';
import { labelsReady } from './labels.ts';
import { startServer, type TestServer } from './server.ts';
import { tempFolder } from './temp-folder.ts';

/** A gallery with three folders for people to be in, made before the first test of the file. */
export const root = tempFolder('gallery');

beforeAll(async () => {
  await writeMany(root, 2, { width: 8, height: 8 });
  for (const name of ['a', 'b', 'c']) mkdirSync(`${root}/${name}`);
});

export async function start(...args: string[]): Promise<TestServer> {
  const server = await startServer({ root, args: ['--workers', '1', ...args] });
  await Promise.all([indexed(server, 2), labelsReady(server)]);
  return server;
}

export async function counters(server: TestServer): Promise<PresenceDiagnostics> {
  return (await ask(server, 'presenceDiagnostics')).body;
}
