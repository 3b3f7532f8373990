import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { exampleName } from './connect.ts';
import { freePort, hasNginx, startNginx } from './nginx.ts';
import type { TestServer } from './server.ts';
import { tempFolder } from './temp-folder.ts';

export const canRunExamples = hasNginx && spawnSync('openssl', ['version']).status === 0;

export interface Front {
  /** As people write it, without the last slash. */
  readonly url: string;
  /** As browsers send it with what a page asks for. */
  readonly origin: string;
  readonly plainOrigin: string;
}

export interface ExampleWish {
  /** More to put in the place of what stands in the file. */
  readonly replace?: Readonly<Record<string, string>>;
}

/** A file of deploy/nginx as it is, but for ports and places of certificates, in an nginx of its own before this server. */
export async function startExample(
  name: string,
  server: TestServer,
  { replace = {} }: ExampleWish = {},
): Promise<Front> {
  const [plain, secure] = [await freePort(), await freePort()];
  const { certificate, key } = selfSigned();
  const changes = {
    'listen 80;': `listen 127.0.0.1:${plain};`,
    'listen 443 ssl': `listen 127.0.0.1:${secure} ssl`,
    '127.0.0.1:7070': new URL(server.url).host,
    '/etc/ssl/images.example.com/fullchain.pem': certificate,
    '/etc/ssl/images.example.com/privkey.pem': key,
    ...replace,
  };
  let text = readFileSync(resolve(__dirname, `../../deploy/nginx/${name}.conf`), 'utf8');
  for (const [from, to] of Object.entries(changes)) {
    if (!text.includes(from)) throw new Error(`deploy/nginx/${name}.conf has no ${from}`);
    text = text.replaceAll(from, to);
  }
  const origin = `https://${exampleName}:${secure}`;
  await startNginx(text, `${origin}/`);
  const path = new URL(server.url).pathname.replace(/\/$/, '');
  return { url: origin + path, origin, plainOrigin: `http://${exampleName}:${plain}` };
}

function selfSigned(): { certificate: string; key: string } {
  const folder = tempFolder('certificate');
  const [certificate, key] = [`${folder}/certificate.pem`, `${folder}/key.pem`];
  const names = ['-subj', `/CN=${exampleName}`, '-addext', `subjectAltName=DNS:${exampleName}`];
  const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  const words = ['req', ...kind, '-keyout', key, '-out', certificate, ...names];
  const { status, stderr } = spawnSync('openssl', words, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`openssl made no certificate:\n${stderr}`);
  return { certificate, key };
}
