import type { FastifyRequest } from 'fastify';
import { routes, type RouteContract } from '#contracts';
import type { Clock } from '../shared/clock.ts';
import { refuseOnSocket } from './unrouted.ts';

/** What is read into memory is there soon, or nobody means it. */
const bodyMs = 60_000;
/** A file of some gigabytes may need an hour, and none that is still coming is silent for so long. */
const [fileMs, silenceMs] = [3_600_000, 30_000];

const fileRoutes = new Set(
  Object.values<RouteContract>(routes).flatMap(({ takesFile, method, path }) =>
    takesFile ? [`${method} ${path}`] : [],
  ),
);

/** Ends a request whose body does not arrive in time. Node has one such time for all requests, which is not enough. */
export function limitArrival({ raw, method, headers, routeOptions }: FastifyRequest, clock: Clock): void {
  if (headers['transfer-encoding'] === undefined && Number(headers['content-length'] ?? 0) === 0) return;
  const isFile = fileRoutes.has(`${method} ${routeOptions.url ?? ''}`);
  const { socket } = raw;
  const end = (): void => {
    // Whoever goes on sending into it is not waited for.
    socket.once('finish', () => void socket.destroy());
    refuseOnSocket('ERR_HTTP_REQUEST_TIMEOUT', socket);
  };
  const cancel = clock.after(isFile ? fileMs : bodyMs, end);
  if (isFile) socket.setTimeout(silenceMs, end);
  const arrived = (): void => {
    cancel();
    if (!isFile) return;
    socket.setTimeout(0);
    socket.off('timeout', end);
  };
  raw.once('end', arrived).once('close', arrived);
}
