import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { readlinkSync } from 'node:fs';
import { canTrace } from './tracing.ts';
import { waitFor } from './wait-for.ts';

/** Where nothing but the machine itself can be reached, for those who may make such a place: root, with these tools. */
export const canAirGap =
  canTrace &&
  process.getuid?.() === 0 &&
  spawnSync('unshare', ['-n', 'ip', 'link', 'set', 'lo', 'up']).status === 0 &&
  spawnSync('nsenter', ['--version']).status === 0;

const kept = new Set<ChildProcess>();

/** A network of its own with only loopback in it. What is to run there is started with these words in front. */
export async function airGap(): Promise<readonly string[]> {
  const child = spawn('unshare', ['-n', 'sh', '-c', 'ip link set lo up && echo up && exec sleep infinity'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  kept.add(child);
  let told = '';
  child.stdout.setEncoding('utf8').on('data', (part: string) => (told += part));
  await waitFor(() => told.includes('up'), 'loopback to be up');
  const pid = String(child.pid);
  if (readlinkSync(`/proc/${pid}/ns/net`) === readlinkSync('/proc/self/ns/net'))
    throw new Error('It is the same network.');
  return ['nsenter', '-t', pid, '-n'];
}

const loopback = /inet_addr\("127\.|inet_pton\(AF_INET6, "(::1|::ffff:127\.[\d.]+)"|sin6?_addr=.*"(127\.[\d.]+|::1)"/;

/** The calls by which a process tried to reach another machine, or to ask for the address of one. */
export function attemptsAtNetwork(calls: readonly string[]): string[] {
  return calls.filter((call) => {
    // Names are asked for by datagrams, and nothing else that is ours sends any.
    if (/ socket\(AF_INET6?, SOCK_DGRAM/.test(call)) return true;
    // Of a connected socket the address was seen when it was connected.
    if (!/sa_family=/.test(call)) return false;
    return !/sa_family=AF_(UNIX|NETLINK)/.test(call) && !loopback.test(call);
  });
}

function endAll(): void {
  for (const child of kept) child.kill('SIGKILL');
  kept.clear();
}

afterAll(endAll);
process.once('exit', endAll);
