import { portsTried } from '../http/start-server.ts';
import { BadOptions } from '../settings/read-options.ts';
import type { ListenSettings } from '../settings/settings.ts';
import { CannotStart } from '../shared/cannot-start.ts';

const reasons: Readonly<Record<string, string>> = {
  EADDRNOTAVAIL: 'this machine does not have this address',
  EACCES: 'only an administrator may use this port',
  ENOTFOUND: 'nobody knows this name',
};

/** Where one cannot listen is nearly always a matter of what was asked for: it is said in words, not by a stack. */
export function inWords(error: unknown, listen: ListenSettings): unknown {
  const { code = '', syscall } = error as NodeJS.ErrnoException;
  if (syscall !== 'listen' && syscall !== 'getaddrinfo') return error;
  if (code === 'EADDRINUSE') return taken(listen);
  const where = `${listen.host}, port ${String(listen.port)}`;
  return new BadOptions([`Cannot listen on ${where}: ${reasons[code] ?? code}.`]);
}

/** No mistake in the options: once the other program has ended, the same ones are right. */
function taken({ host, port, maySlide }: ListenSettings): CannotStart {
  return new CannotStart(
    maySlide
      ? `Ports ${String(port)} to ${String(port + portsTried)} of ${host} are all taken: choose another with --port.`
      : `Port ${String(port)} of ${host} is taken: end the program that has it, or choose another with --port.`,
  );
}
