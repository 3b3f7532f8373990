import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { send } from './http-client.ts';
import { tempFolder } from './temp-folder.ts';
import { waitFor } from './wait-for.ts';

const nginx = '/usr/sbin/nginx';
export const hasNginx = spawnSync(nginx, ['-v']).status === 0;
const running = new Set<ChildProcess>();

export async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  // It listens on a port, not on a path.
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

/** nginx as it is, with these lines in its `http` block. It is up when this address answers, whatever it says. */
export async function startNginx(lines: string, probe: string): Promise<void> {
  const folder = tempFolder('nginx');
  const kinds = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  for (const kind of kinds) mkdirSync(`${folder}/${kind}`);
  const places = kinds.map((kind) => `${kind}_temp_path ${folder}/${kind};`).join('\n');
  const config = `daemon off; worker_processes 1; pid ${folder}/pid; error_log stderr;
    ${process.getuid?.() === 0 ? 'user root;' : ''}
    events {}
    http { access_log off; ${places}
    ${lines}
    }`;
  writeFileSync(`${folder}/nginx.conf`, config);
  const child = spawn(nginx, ['-p', folder, '-e', 'stderr', '-c', `${folder}/nginx.conf`], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  running.add(child);
  let told = '';
  child.stderr.setEncoding('utf8').on('data', (part: string) => (told += part));
  child.once('close', () => running.delete(child));
  await waitFor(async () => (await send(probe)).status > 0 || undefined, 'nginx to answer').catch((error: unknown) => {
    throw new Error(`nginx did not start:\n${told}`, { cause: error });
  });
}

/** The one that was started ends its workers, and then itself. */
function endAll(): void {
  for (const child of running) child.kill('SIGTERM');
}
afterAll(endAll);
process.once('exit', endAll);
