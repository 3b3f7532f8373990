import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startProgram, tempFolder } from './bench-server.ts';
import { Client } from './client.ts';
import { percentile } from './measure.ts';
import { hasTool } from './tools.ts';

export interface Load {
  readonly tool: 'wrk' | 'node';
  readonly perSecond: number;
  readonly p99Ms: number;
  /** Answers that were no success. */
  readonly failed: number;
}

const connections = 64;
const seconds = 6;

/** Asks for these addresses in turn for a few seconds: with wrk where it is, since Node would measure itself. */
export async function loadWith(url: string, addresses: readonly string[]): Promise<Load> {
  return hasTool('wrk') ? wrk(url, addresses) : node(url, addresses);
}

async function wrk(url: string, addresses: readonly string[]): Promise<Load> {
  const script = join(tempFolder('wrk'), 'addresses.lua');
  const base = new URL(url).pathname.replace(/\/$/, '');
  const quoted = addresses.map((address) => JSON.stringify(base + address).replaceAll('%', '%')).join(',\n');
  // The requests are put together once, before the clock starts.
  writeFileSync(
    script,
    `local addresses = {\n${quoted}\n}
     local requests = {}
     local turn = 0
     function init(args) for i, address in ipairs(addresses) do requests[i] = wrk.format("GET", address) end end
     function request() turn = turn % #requests + 1; return requests[turn] end
     function done(summary, latency)
       io.write(string.format("RESULT %d %d %f %d\\n", summary.requests, summary.duration, latency:percentile(99),
         summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout))
     end`,
  );
  const child = startProgram('wrk', ['-t1', `-c${String(connections)}`, `-d${String(seconds)}s`, '-s', script, url]);
  let output = '';
  child.stdout?.on('data', (part: Buffer) => (output += part.toString()));
  child.stderr?.on('data', (part: Buffer) => (output += part.toString()));
  await new Promise((done) => child.once('close', done));
  const [, requests, microseconds, p99, failed] = /RESULT (\d+) (\d+) ([\d.]+) (\d+)/.exec(output)?.map(Number) ?? [];
  if (requests === undefined || microseconds === undefined) throw new Error(`wrk said:\n${output}`);
  return { tool: 'wrk', perSecond: requests / (microseconds / 1e6), p99Ms: (p99 ?? NaN) / 1000, failed: failed ?? 0 };
}

async function node(url: string, addresses: readonly string[]): Promise<Load> {
  const client = new Client(url, connections);
  const times: number[] = [];
  let failed = 0;
  let turn = 0;
  const started = performance.now();
  const ask = async (): Promise<void> => {
    while (performance.now() - started < seconds * 1000) {
      const address = addresses[turn++ % addresses.length] ?? '/';
      const asked = performance.now();
      const { status } = await client.get(address);
      times.push(performance.now() - asked);
      if (status !== 200) failed += 1;
    }
  };
  await Promise.all(Array.from({ length: connections }, ask));
  const took = (performance.now() - started) / 1000;
  client.close();
  return { tool: 'node', perSecond: times.length / took, p99Ms: percentile(times, 0.99), failed };
}
