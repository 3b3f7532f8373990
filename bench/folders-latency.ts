/** One folder answered over a connection that is open: 1,000 items whole, and the first page of 10,000. */
import { Client } from './support/client.ts';
import { indexed, startServer, tempFolder } from './support/bench-server.ts';
import { folderPath } from './support/data-sets.ts';
import { p50p95, percentile, report, round, skip, timed } from './support/measure.ts';
import { readWords } from './support/words.ts';

const name = 'folders-latency';
const requests = 400;
const warmUp = 50;

const { sets, against } = readWords(['pages'], { isFixed: true });
const [set] = sets;

if (!set) skip(name, 'there is no data: npm run bench:data -- pages');
else {
  const server = await startServer(set.folder, tempFolder('folders'));
  await indexed(server, { headers: true });
  const other = against === undefined ? undefined : new Client(against);
  const [small, large] = [0, 1].map((number) => encodeURIComponent(folderPath(set, number)));
  const addresses = {
    items_1000: `/folders?path=${small ?? ''}`,
    items_10000_first_page: `/folders?path=${large ?? ''}&page=1&page_size=200`,
  };
  const figures: Record<string, object> = {};
  for (const [what, address] of Object.entries(addresses)) {
    const ours: number[] = [];
    const theirs: number[] = [];
    let bytes = 0;
    for (let turn = 0; turn < warmUp + requests; turn += 1) {
      const own = await timed(async () => {
        bytes = (await ok(server.client, address)).length;
      });
      const its = other ? await timed(() => ok(other, address)) : 0;
      if (turn < warmUp) continue;
      ours.push(own);
      theirs.push(its);
    }
    figures[what] = {
      ...p50p95(ours),
      bytes,
      ...(other && {
        against_p95_ms: round(percentile(theirs, 0.95)),
        times_faster: round(percentile(theirs, 0.95) / percentile(ours, 0.95)),
      }),
    };
  }
  report(name, figures);
  other?.close();
  await server.stop();
}

async function ok(client: Client, address: string): Promise<Buffer> {
  const { status, bytes } = await client.get(address);
  if (status !== 200) throw new Error(`${address} answered ${String(status)}: ${bytes.toString().slice(0, 200)}`);
  return bytes;
}
