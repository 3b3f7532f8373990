/**
 * Many readers of the stream in one process, which do nothing but note when each numbered event came. `readers URL COUNT`:
 * prints `open` when all are; each line on standard input is then a list of `[event, nanoseconds]` in JSON, the moments
 * at which writes were acknowledged, and is answered with how long after that every reader had the event.
 */
import type { Buffer } from 'node:buffer';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { percentile, round } from './measure.ts';

const [address = '', count = '1'] = process.argv.slice(2);
const { hostname, port, host } = new URL(address);
const readers = Number(count);

/** When each event came, in milliseconds of the clock that all processes of a machine share, reader by reader. */
const arrivals = new Map<number, number[]>();
let opened = 0;
let ended = 0;
/** Events that a reader was told again, or too late. */
let repeated = 0;

for (let reader = 0; reader < readers; reader += 1) openOne();

function openOne(): void {
  const socket = connect(Number(port), hostname);
  socket.write(`GET /events HTTP/1.1\r\nHost: ${host}\r\nAccept: text/event-stream\r\n\r\n`);
  let rest = '';
  let isOpen = false;
  let lastEvent = 0;
  socket.on('data', (bytes: Buffer) => {
    const now = sharedNow();
    const text = rest + bytes.toString('latin1');
    if (!isOpen && text.includes('event: hb')) {
      isOpen = true;
      opened += 1;
      if (opened === readers) console.log('open');
    }
    let last = 0;
    for (const { 1: event, index, 0: found } of text.matchAll(/^event: item\S*\nid: \S+\.(\d+)\n/gm)) {
      if (Number(event) > lastEvent) noteArrival(Number(event), now);
      else repeated += 1;
      lastEvent = Math.max(lastEvent, Number(event));
      last = index + found.length;
    }
    // The head of a frame may come in two pieces.
    rest = text.slice(Math.max(last, text.length - 80));
  });
  socket.on('error', () => undefined);
  socket.on('close', () => (ended += 1));
}

function noteArrival(event: number, now: number): void {
  const times = arrivals.get(event) ?? [];
  if (times.length === 0) arrivals.set(event, times);
  times.push(now);
}

function sharedNow(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

createInterface({ input: process.stdin }).on('line', (line) => {
  const acknowledged = JSON.parse(line) as [number, number][];
  const waits: number[] = [];
  for (const [event, at] of acknowledged) for (const came of arrivals.get(event) ?? []) waits.push(came - at);
  const first = Math.min(...acknowledged.map(([, at]) => at));
  const lastCame = acknowledged.reduce((last, [event]) => Math.max(last, ...(arrivals.get(event) ?? [])), first);
  console.log(
    JSON.stringify({
      expected: acknowledged.length * readers,
      delivered: waits.length,
      delivered_per_second: round(waits.length / ((lastCame - first) / 1000)),
      p50_ms: round(Math.max(percentile(waits, 0.5), 0)),
      p99_ms: round(Math.max(percentile(waits, 0.99), 0)),
      max_ms: round(Math.max(percentile(waits, 1), 0)),
      ended,
      repeated,
    }),
  );
  arrivals.clear();
});
