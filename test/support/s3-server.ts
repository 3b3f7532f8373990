import { execFile, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { send } from './http-client.ts';
import { freePort } from './nginx.ts';
import { tempFolder } from './temp-folder.ts';
import { waitFor } from './wait-for.ts';

export const hasS3Server = ['radosgw', 'ceph-mon', 'ceph-osd'].every(
  (name) => spawnSync(name, ['--version']).status === 0,
);

export interface S3Server {
  readonly url: string;
  /** Who may do everything. */
  readonly owner: S3Keys;
  /** Who may do what a bucket's policy says, and nothing else. */
  readonly guest: S3Keys;
}

export interface S3Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

const run = promisify(execFile);
const running = new Set<ChildProcess>();

/** Ceph's gateway over a store in memory: real signatures, pages, conditions and policies. Up in two seconds. */
export async function startS3Server(): Promise<S3Server> {
  const folder = tempFolder('s3');
  const [monitor, gateway] = [await freePort(), await freePort()];
  const cluster = randomUUID();
  const config = `${folder}/ceph.conf`;
  writeFileSync(config, configuration(folder, cluster, monitor, gateway));
  for (const name of ['mon', 'osd']) mkdirSync(`${folder}/${name}`);
  await makeKeys(folder);
  const map = `${folder}/monmap`;
  await run('monmaptool', ['--create', '--addv', 'a', `[v2:127.0.0.1:${monitor}]`, '--fsid', cluster, map]);
  await run('ceph-mon', ['--mkfs', '-i', 'a', '--monmap', map, '--keyring', `${folder}/keyring`, '-c', config]);
  start('ceph-mon', ['-i', 'a', '-f', '-c', config]);
  const disk = randomUUID();
  await run('ceph', ['-c', config, 'osd', 'new', disk]);
  await run('ceph-osd', ['-i', '0', '--mkfs', '--osd-uuid', disk, '-c', config]);
  start('ceph-osd', ['-i', '0', '-f', '-c', config]);
  const [owner, guest] = [await makeUser(config, 'owner'), await makeUser(config, 'guest')];
  // The name under which it may do everything: the others need more keys.
  start('radosgw', ['-n', 'client.admin', '-f', '-c', config]);
  const url = `http://127.0.0.1:${gateway}`;
  await waitFor(async () => (await send(url)).status === 200, 'the S3 server to answer', { seconds: 60 });
  return { url, owner, guest };
}

/** One disk, one copy of everything, and nothing that waits for the others of a cluster. */
function configuration(folder: string, cluster: string, monitor: number, gateway: number): string {
  return `[global]
fsid = ${cluster}
mon host = v2:127.0.0.1:${monitor}
mon initial members = a
public network = 127.0.0.0/8
cluster network = 127.0.0.0/8
ms bind ipv6 = false
ms bind msgr1 = false
auth cluster required = cephx
auth service required = cephx
auth client required = cephx
keyring = ${folder}/keyring
paxos propose interval = 0.05
mon client hunt interval = 0.2
mon allow pool size one = true
mon max pg per osd = 2000
mon data avail crit = 1
mon data = ${folder}/mon
osd data = ${folder}/osd
osd objectstore = memstore
memstore device bytes = 1073741824
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 1
osd pool default pg autoscale mode = off
osd crush chooseleaf type = 0
osd class update on start = false
run dir = ${folder}
log file = ${folder}/$name.log
mon cluster log file = ${folder}/cluster.log
admin socket = ${folder}/$name.$pid.asok
rgw frontends = beast endpoint=127.0.0.1:${gateway}
rgw enable apis = s3
rgw thread pool size = 64
rgw enable gc threads = false
rgw enable lc threads = false
rgw enable quota threads = false
`;
}

async function makeKeys(folder: string): Promise<void> {
  for (const name of ['mon.', 'client.admin', 'osd.0']) {
    const file = `${folder}/key.${name}`;
    const rights = ['mon', 'osd'].flatMap((kind) => ['--cap', kind, 'allow *']);
    await run('ceph-authtool', ['--create-keyring', file, '--gen-key', '-n', name, ...rights]);
    appendFileSync(`${folder}/keyring`, readFileSync(file));
  }
}

async function makeUser(config: string, name: string): Promise<S3Keys> {
  const keys = { accessKeyId: `KEY-OF-${name.toUpperCase()}`, secretAccessKey: `secret-of-${name}` };
  const access = ['--access-key', keys.accessKeyId, '--secret-key', keys.secretAccessKey];
  await run('radosgw-admin', ['-c', config, 'user', 'create', `--uid=${name}`, `--display-name=${name}`, ...access]);
  return keys;
}

function start(program: string, words: readonly string[]): void {
  const child = spawn(program, words, { stdio: 'ignore' });
  running.add(child);
  child.once('close', () => running.delete(child));
}

function endAll(): void {
  for (const child of running) child.kill('SIGKILL');
  running.clear();
}
afterAll(endAll);
process.once('exit', endAll);
