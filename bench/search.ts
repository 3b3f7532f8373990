/** Searching half a million items, 60,000 of them with tags and 10,000 with notes, and what others wait meanwhile. */
import { setTimeout as pause } from 'node:timers/promises';
import type { FolderManifest, SearchAnswer } from '#contracts';
import { indexed, memoryOf, startServer, tempFolder, type BenchServer } from './support/bench-server.ts';
import { folderPath } from './support/data-sets.ts';
import { p50p95, report, round, skip } from './support/measure.ts';
import { Random } from './support/random.ts';
import { readWords } from './support/words.ts';

const name = 'search';
const rounds = 12;
/** Of fifty items. */
const taggedFolders = 1200;
const notedFolders = 200;

const kinds = {
  two_letters: ['im', '00', 'fr', 'a3', 'sk'],
  common: ['img', 'jpg', 'product', 'front', '2024'],
  rare: ['sku-420017', '20240312', 'e7a1', 'garden_wedding', 'folder-00042'],
  several_words: ['img 0312', 'product 42 front', 'garden city 99', '2024 jpg 0305'],
  labels: ['tag:wedding', 'star:>=4 img', '"light on"', 'by:server tag:7 star:3'],
  nothing: ['zzzz', 'qqx', 'img_2031', 'nothing at all'],
} as const;

const { sets } = readWords(['names'], { isFixed: true });
const [set] = sets;

if (!set) skip(name, 'there is no data: npm run bench:data -- names');
else {
  const server = await startServer(set.folder, tempFolder('search'));
  await indexed(server, { headers: true });
  for (let folder = 0; folder < taggedFolders; folder += 1) {
    await label(server, `/${folderPath(set, folder)}`, folder);
  }
  for (let folder = 0; folder < notedFolders; folder += 1) await note(server, `/${folderPath(set, folder)}`);
  const before = memoryOf(server.pid).server;
  const firstMs = await once(server, 'first');
  const figures: Record<string, object> = {};
  const all: number[] = [];
  const idle = await othersWait(server, () => pause(2000));
  const busy = await othersWait(server, async () => {
    for (const [kind, queries] of Object.entries(kinds)) {
      const times: number[] = [];
      for (let round = 0; round < rounds; round += 1) for (const q of queries) times.push(await once(server, q));
      figures[kind] = p50p95(times);
      all.push(...times);
    }
  });
  report(name, {
    items: set.items,
    first_ms: round(firstMs),
    ...figures,
    any: p50p95(all),
    others: { longest_ms: round(busy), longest_without_ms: round(idle) },
    typing: await typing(server),
    server_mb: { before: Math.round(before), after: Math.round(memoryOf(server.pid).server) },
  });
  await server.stop();
}

async function label(server: BenchServer, path: string, number: number): Promise<void> {
  const random = new Random(number + 1);
  const tags = ['wedding', 'sea', 'draft', `tag ${String(random.below(500))}`, `set ${String(number)}`];
  const patch = {
    add_tags: tags.filter(() => random.next() < 0.6),
    set_star: number % 6,
  };
  const scope = { query: { path, recursive: true } };
  const { status, bytes } = await server.client.post('/items/bulk', { scope, patch }, { 'idempotency-key': path });
  if (status !== 200) throw new Error(`/items/bulk answered ${String(status)}: ${bytes.toString().slice(0, 200)}`);
}

async function note({ client }: BenchServer, path: string): Promise<void> {
  const { items } = (await client.getJson(`/folders?path=${encodeURIComponent(path)}`)) as FolderManifest;
  await Promise.all(
    items.map(async (item) => {
      const set_notes = `${item.name}: soft light on the left, dust on the sensor. Retouch the sky, keep the grain.`;
      const headers = { 'if-match': '*', 'idempotency-key': item.path };
      const address = `/item?path=${encodeURIComponent(item.path)}`;
      const { status } = await client.patch(address, JSON.stringify({ set_notes }), headers);
      if (status !== 200) throw new Error(`PATCH /item answered ${String(status)}`);
    }),
  );
}

async function once({ client }: BenchServer, q: string): Promise<number> {
  const started = performance.now();
  const { status, bytes } = await client.get(`/search?q=${encodeURIComponent(q)}`);
  const took = performance.now() - started;
  if (status !== 200) throw new Error(`/search answered ${String(status)}: ${bytes.toString().slice(0, 200)}`);
  const { partial } = JSON.parse(bytes.toString()) as SearchAnswer;
  if (partial) throw new Error('The gallery is still being listed.');
  return took;
}

/** Ten people who type at the same time: how long each letter takes, all ten answered. */
async function typing(server: BenchServer): Promise<object> {
  const times: number[] = [];
  const words = ['wedding', 'product', '2024031', 'garden_'];
  await Promise.all(
    Array.from({ length: 10 }, async (_, person) => {
      const word = words[person % words.length] ?? '';
      for (let letters = 2; letters <= word.length; letters += 1)
        times.push(await once(server, word.slice(0, letters)));
    }),
  );
  return p50p95(times);
}

/** The longest wait of somebody else, who asks for next to nothing all the time, while that happens. */
async function othersWait({ client }: BenchServer, work: () => Promise<unknown>): Promise<number> {
  let longest = 0;
  const over = new AbortController();
  const asking = (async () => {
    while (!over.signal.aborted) {
      const started = performance.now();
      await client.get('/health/live');
      longest = Math.max(longest, performance.now() - started);
      await pause(3);
    }
  })();
  await work();
  over.abort();
  await asking;
  return longest;
}
