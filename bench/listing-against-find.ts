/** How long until the catalogue knows every file's name, size and time, against find(1) telling the same. */
import { health, indexed, startServer, tempFolder, startProgram } from './support/bench-server.ts';
import { median, report, round, skip, timed } from './support/measure.ts';
import { hasTool } from './support/tools.ts';
import { readWords } from './support/words.ts';

const name = 'listing-against-find';
const rounds = 3;

const { sets } = readWords(['10k', '100k', '500k', '1m']);

if (sets.length === 0) skip(name, 'there is no data: npm run bench:data -- 100k');
else if (!hasTool('find')) skip(name, 'find is not installed');
else {
  const figures: Record<string, object> = {};
  for (const { name: size, folder, items } of sets) {
    // Once before: both shall find the folders in the page cache, not the first to come on the disk.
    await find(folder);
    const ours: number[] = [];
    const theirs: number[] = [];
    for (let turn = 0; turn < rounds; turn += 1) {
      theirs.push(await timed(() => find(folder)));
      ours.push(await list(folder, items));
    }
    const [catalogue, found] = [median(ours), median(theirs)];
    figures[size] = {
      catalogue_ms: round(catalogue),
      find_ms: round(found),
      ratio: round(catalogue / found),
      files_per_second: round(items / (catalogue / 1000)),
    };
  }
  report(name, figures);
}

/** From the start of indexing, as the server tells it: its own start is another measurement. */
async function list(folder: string, items: number): Promise<number> {
  const server = await startServer(folder, tempFolder('listing'));
  await indexed(server);
  const { indexing } = await health(server);
  await server.stop();
  if (indexing.items !== items) throw new Error(`${String(indexing.items)} images are known, of ${String(items)}`);
  return new Date(indexing.finished_at ?? 0).getTime() - new Date(indexing.started_at ?? 0).getTime();
}

function find(folder: string): Promise<void> {
  return new Promise((done, failed) => {
    const child = startProgram('find', [folder, '-type', 'f', '-printf', '%p %s %T@\\n']);
    child.stdout?.resume();
    child.once('close', (code) => {
      if (code === 0) done();
      else failed(new Error(`find ended with ${String(code)}`));
    });
  });
}
