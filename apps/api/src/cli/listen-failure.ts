import { BadOptions } from '../settings/read-options.ts';
import type { ListenSettings } from '../settings/settings.ts';

const reasons: Readonly<Record<string, string>> = {
  EADDRINUSE: 'this port and those after it are taken',
  EADDRNOTAVAIL: 'this machine does not have this address',
  EACCES: 'only an administrator may use this port',
  ENOTFOUND: 'nobody knows this name',
};

/** Where one cannot listen is nearly always a matter of what was asked for: it is said in words, not by a stack. */
export function inWords(error: unknown, { host, port }: ListenSettings): unknown {
  const { code = '', syscall } = error as NodeJS.ErrnoException;
  const isOurs = syscall === 'listen' || syscall === 'getaddrinfo';
  const reason = reasons[code] ?? code;
  return isOurs ? new BadOptions([`Cannot listen on ${host}, port ${String(port)}: ${reason}.`]) : error;
}
