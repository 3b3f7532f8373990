/** Thumbnails made through the server, from an empty workspace, against vipsthumbnail on the same files and cores. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { availableParallelism } from 'node:os';
import { indexed, startProgram, startServer, tempFolder, type BenchServer } from './support/bench-server.ts';
import { folderPath } from './support/data-sets.ts';
import { median, report, round, skip, timed } from './support/measure.ts';
import { hasTool } from './support/tools.ts';
import { readWords } from './support/words.ts';

const name = 'thumbs-made';
const rounds = 3;
/** As a browser asks: more than the cores, fewer than a queue. */
const atOnce = 16;

const { sets } = readWords(['distinct'], { isFixed: true });
const [set] = sets;

if (!set) skip(name, 'there is no data: npm run bench:data -- distinct');
else if (!hasTool('vipsthumbnail')) skip(name, 'vipsthumbnail is not installed (Debian: apt install libvips-tools)');
else {
  const below = folderPath(set, 0);
  const names = readdirSync(join(set.folder, below)).sort();
  // What vips makes nothing of (an AVIF decoder may be missing) is asked of neither.
  const usable = await readableByVips(names.map((each) => join(set.folder, below, each)));
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let turn = 0; turn < rounds; turn += 1) {
    theirs.push(await timed(() => vips(usable, tempFolder('vips'))));
    ours.push(
      await make(
        set.folder,
        usable.map((path) => `${below}/${path.slice(path.lastIndexOf('/') + 1)}`),
      ),
    );
  }
  const [server, tool] = [median(ours), median(theirs)].map((ms) => usable.length / (ms / 1000));
  report(name, {
    images: usable.length,
    server_per_second: round(server ?? NaN),
    vipsthumbnail_per_second: round(tool ?? NaN),
    ratio: round((server ?? NaN) / (tool ?? NaN)),
  });
}

async function make(folder: string, paths: readonly string[]): Promise<number> {
  const server = await startServer(folder, tempFolder('thumbs'));
  // The headers first, so that nothing else runs when the clock does.
  await indexed(server, { headers: true });
  const waiting = [...paths];
  const took = await timed(async () => {
    const take = async (): Promise<void> => {
      for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) await thumb(server, path);
    };
    await Promise.all(Array.from({ length: atOnce }, take));
  });
  await server.stop();
  return took;
}

async function thumb({ client }: BenchServer, path: string): Promise<void> {
  for (;;) {
    const { status, bytes } = await client.get(`/thumb?path=${encodeURIComponent(path)}`);
    if (status === 200) return;
    if (status !== 202)
      throw new Error(`/thumb of ${path} answered ${String(status)}: ${bytes.toString().slice(0, 200)}`);
    await pause((JSON.parse(bytes.toString()) as { retry_after_ms: number }).retry_after_ms);
  }
}

/** As many processes as cores, each with many files and one thread: the fastest way to use it. */
function vips(paths: readonly string[], into: string): Promise<number> {
  const cores = availableParallelism();
  const each = Math.ceil(paths.length / cores / 4);
  const words = [
    '-0',
    `-P${String(cores)}`,
    '-n',
    String(each),
    'env',
    'VIPS_CONCURRENCY=1',
    'vipsthumbnail',
    '--size',
    '256',
  ];
  const child = startProgram('sh', [
    '-c',
    'printf "%s\\0" "$@" | xargs ' + words.join(' ') + ` -o '${into}/%s.webp[Q=70,strip]'`,
    'sh',
    ...paths,
  ]);
  child.stdout?.resume();
  child.stderr?.resume();
  return new Promise((done) => child.once('close', (code) => done(code ?? 1)));
}

async function readableByVips(paths: readonly string[]): Promise<string[]> {
  const into = tempFolder('trial');
  await vips(paths, into);
  const made = new Set(readdirSync(into).map((file) => file.replace(/\.webp$/, '')));
  return paths.filter((path) => made.has(path.slice(path.lastIndexOf('/') + 1).replace(/\.\w+$/, '')));
}
