/** What one thread of Node can do at all: reads a small body, appends it to a file, and answers when that is synced, many at once. */
import { Buffer } from 'node:buffer';
import { closeSync, fdatasync, openSync, write } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

const [file = ''] = process.argv.slice(2);
const descriptor = openSync(file, 'a');
let gathered: { line: string; answer: ServerResponse }[] = [];
let isSyncing = false;

function syncGathered(): void {
  if (isSyncing || gathered.length === 0) return;
  isSyncing = true;
  const batch = gathered;
  gathered = [];
  const done = (error: Error | null): void => {
    if (error) throw error;
    for (const { answer } of batch) answer.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":true}');
    isSyncing = false;
    syncGathered();
  };
  write(descriptor, Buffer.from(batch.map(({ line }) => line).join('')), (error) => {
    if (error) throw error;
    fdatasync(descriptor, done);
  });
}

const server = createServer((request, answer) => {
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', () => {
    const patch = JSON.parse(Buffer.concat(parts).toString()) as object;
    gathered.push({ line: `${JSON.stringify({ path: request.url, ...patch })}\n`, answer });
    syncGathered();
  });
});
server.listen(0, '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}`);
});
process.on('SIGTERM', () => {
  closeSync(descriptor);
  process.exit(0);
});
