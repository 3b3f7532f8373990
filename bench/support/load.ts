import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startProgram, tempFolder } from './bench-server.ts';
import { Client, type Reply } from './client.ts';
import { percentile } from './measure.ts';
import { hasTool } from './tools.ts';

export interface Load {
  readonly tool: 'wrk' | 'node';
  readonly perSecond: number;
  readonly p99Ms: number;
  /** Answers that were no success. */
  readonly failed: number;
}

const usual = { connections: 64, seconds: 6 };

export interface LoadWish {
  readonly connections?: number;
  readonly seconds?: number;
  /** Requests that write: each is sent as a PATCH with this body, under a key of its own. */
  readonly patch?: string;
}

/** Keys of one run must not meet those of another. */
let runs = 0;

/** Asks for these addresses in turn for a few seconds: with wrk where it is, since Node would measure itself. */
export async function loadWith(url: string, addresses: readonly string[], wish: LoadWish = {}): Promise<Load> {
  runs += 1;
  return hasTool('wrk') ? wrk(url, addresses, wish) : node(url, addresses, wish);
}

async function wrk(url: string, addresses: readonly string[], wish: LoadWish): Promise<Load> {
  const base = new URL(url).pathname.replace(/\/$/, '');
  const quoted = addresses.map((address) => JSON.stringify(base + address).replaceAll('%', '%')).join(',\n');
  // The requests are put together once, before the clock starts.
  return runWrk(
    url,
    `local addresses = {\n${quoted}\n}
     local requests = {}
     local turn = 0
${wish.patch === undefined ? luaReads : luaWrites(wish.patch)}`,
    wish,
  );
}

/** What a script in Lua asks for, told in the same figures. */
export async function runWrk(url: string, lua: string, wish: LoadWish = {}): Promise<Load> {
  const { connections, seconds } = { ...usual, ...wish };
  const script = join(tempFolder('wrk'), 'requests.lua');
  writeFileSync(script, `${lua}\n${luaResult}`);
  const child = startProgram('wrk', ['-t1', `-c${String(connections)}`, `-d${String(seconds)}s`, '-s', script, url]);
  let output = '';
  child.stdout?.on('data', (part: Buffer) => (output += part.toString()));
  child.stderr?.on('data', (part: Buffer) => (output += part.toString()));
  await new Promise((done) => child.once('close', done));
  const [, requests, microseconds, p99, failed] = /RESULT (\d+) (\d+) ([\d.]+) (\d+)/.exec(output)?.map(Number) ?? [];
  if (requests === undefined || microseconds === undefined) throw new Error(`wrk said:\n${output}`);
  return { tool: 'wrk', perSecond: requests / (microseconds / 1e6), p99Ms: (p99 ?? NaN) / 1000, failed: failed ?? 0 };
}

const luaResult = `
     function done(summary, latency)
       io.write(string.format("RESULT %d %d %f %d\\n", summary.requests, summary.duration, latency:percentile(99),
         summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout))
     end`;

const luaReads = `
     function init(args) for i, address in ipairs(addresses) do requests[i] = wrk.format("GET", address) end end
     function request() turn = turn % #requests + 1; return requests[turn] end`;

/** Each has a key of its own, and a star that is not the one from the last time around: nothing is a repetition. */
function luaWrites(body: string): string {
  return `
     local count = 0
     function request()
       count = count + 1
       local headers = { ["content-type"] = "application/json", ["if-match"] = "*", ["x-client-id"] = "bench",
         ["idempotency-key"] = "${String(process.pid)}-${String(runs)}-" .. count }
       local body = string.gsub(${JSON.stringify(body)}, "STAR", math.floor(count / #addresses) % 5 + 1)
       return wrk.format("PATCH", addresses[(count - 1) % #addresses + 1], headers, body)
     end`;
}

async function node(url: string, addresses: readonly string[], wish: LoadWish): Promise<Load> {
  const { connections, seconds } = { ...usual, ...wish };
  const client = new Client(url, connections);
  const times: number[] = [];
  let failed = 0;
  let turn = 0;
  const write = (address: string, body: string): Promise<Reply> => {
    const star = (Math.floor(turn / addresses.length) % 5) + 1;
    const key = `${String(process.pid)}-${String(runs)}-${String(turn)}`;
    return client.patch(address, body.replace('STAR', String(star)), { 'if-match': '*', 'idempotency-key': key });
  };
  const started = performance.now();
  const ask = async (): Promise<void> => {
    while (performance.now() - started < seconds * 1000) {
      const address = addresses[turn++ % addresses.length] ?? '/';
      const asked = performance.now();
      const { status } = await (wish.patch === undefined ? client.get(address) : write(address, wish.patch));
      times.push(performance.now() - asked);
      if (status !== 200) failed += 1;
    }
  };
  await Promise.all(Array.from({ length: connections }, ask));
  const took = (performance.now() - started) / 1000;
  client.close();
  return { tool: 'node', perSecond: times.length / took, p99Ms: percentile(times, 0.99), failed };
}
