/** Thumbnails that are made already, over 64 open connections, against nginx with the very files the server stored. */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { FolderManifest } from '#contracts';
import { indexed, startServer, tempFolder } from './support/bench-server.ts';
import { folderPath } from './support/data-sets.ts';
import { loadWith, type Load } from './support/load.ts';
import { median, report, round, skip } from './support/measure.ts';
import { startNginx } from './support/nginx.ts';
import { hasTool } from './support/tools.ts';
import { readWords } from './support/words.ts';

const name = 'thumbs-served';
const rounds = 3;

const { sets, against } = readWords(['distinct'], { isFixed: true });
const [set] = sets;

if (!set) skip(name, 'there is no data: npm run bench:data -- distinct');
else {
  const workspace = tempFolder('served');
  const server = await startServer(set.folder, workspace);
  await indexed(server, { headers: true });
  const below = folderPath(set, 0);
  const { items } = (await server.client.getJson(`/folders?path=${encodeURIComponent(below)}`)) as FolderManifest;
  const addresses: string[] = [];
  for (const { path, fingerprint } of items) {
    const address = `/thumb?path=${encodeURIComponent(path)}&v=${encodeURIComponent(fingerprint)}`;
    let status = 0;
    // The first time it is made, or waited for.
    while (status !== 200) {
      ({ status } = await server.client.get(address));
      if (status >= 400) break;
      if (status === 202) await pause(100);
    }
    if (status === 200) addresses.push(address);
  }
  const stored = readdirSync(workspace, { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('.thumbnail'),
  );
  const bytes = stored.reduce((sum, path) => sum + statSync(join(workspace, path)).size, 0);
  const nginx = hasTool('nginx') ? await startNginx(workspace) : undefined;
  const ours: Load[] = [];
  const theirs: Load[] = [];
  const others: Load[] = [];
  for (let turn = 0; turn < rounds; turn += 1) {
    ours.push(await loadWith(server.url, addresses));
    if (nginx)
      theirs.push(
        await loadWith(
          nginx.url,
          stored.map((path) => `/${path.split('/').map(encodeURIComponent).join('/')}`),
        ),
      );
    if (against !== undefined) others.push(await loadWith(against, addresses));
  }
  const figures = summed(ours);
  report(name, {
    tool: ours[0]?.tool,
    images: addresses.length,
    bytes_each: Math.round(bytes / stored.length),
    server: figures,
    ...(nginx
      ? { nginx: summed(theirs), ratio: round(figures.per_second / summed(theirs).per_second) }
      : { nginx: 'is not installed' }),
    ...(against !== undefined && {
      against: summed(others),
      times_faster: round(figures.per_second / summed(others).per_second),
    }),
  });
  await nginx?.stop();
  await server.stop();
}

function summed(loads: readonly Load[]): { per_second: number; p99_ms: number; failed: number } {
  return {
    per_second: round(median(loads.map((load) => load.perSecond))),
    p99_ms: round(median(loads.map((load) => load.p99Ms))),
    failed: loads.reduce((sum, load) => sum + load.failed, 0),
  };
}
