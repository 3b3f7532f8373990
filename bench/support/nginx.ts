import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startProgram, tempFolder } from './bench-server.ts';
import { Client } from './client.ts';

export interface Nginx {
  readonly url: string;
  stop(): Promise<void>;
}

/** nginx as its makers ship it, with everything it writes in a folder of its own. */
export async function startNginx(root: string): Promise<Nginx> {
  const home = tempFolder('nginx');
  const port = await freePort();
  for (const folder of ['body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']) mkdirSync(join(home, folder));
  const config = `
    daemon off;
    ${process.getuid?.() === 0 ? 'user root;' : ''}
    worker_processes auto;
    pid ${home}/nginx.pid;
    error_log ${home}/error.log;
    events { worker_connections 1024; }
    http {
      access_log off;
      sendfile on;
      tcp_nopush on;
      keepalive_requests 1000000;
      open_file_cache max=10000;
      default_type image/webp;
      client_body_temp_path ${home}/body;
      proxy_temp_path ${home}/proxy;
      fastcgi_temp_path ${home}/fastcgi;
      uwsgi_temp_path ${home}/uwsgi;
      scgi_temp_path ${home}/scgi;
      server { listen 127.0.0.1:${String(port)}; root ${root}; add_header Cache-Control "public, max-age=31536000, immutable"; }
    }`;
  const path = join(home, 'nginx.conf');
  writeFileSync(path, config);
  const child = startProgram('nginx', ['-p', home, '-c', path]);
  const url = `http://127.0.0.1:${String(port)}`;
  const client = new Client(url, 1);
  for (let tries = 0; ; tries += 1) {
    const isUp = await client.get('/').then(
      () => true,
      () => false,
    );
    if (isUp) break;
    if (child.exitCode !== null || tries > 100) throw new Error('nginx did not start.');
    await pause(50);
  }
  client.close();
  return {
    url,
    stop: async () => {
      const ended = new Promise((done) => child.once('exit', done));
      child.kill('SIGTERM');
      await ended;
    },
  };
}

export function freePort(): Promise<number> {
  return new Promise((done, failed) => {
    const probe = createServer();
    probe.once('error', failed);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => done(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
