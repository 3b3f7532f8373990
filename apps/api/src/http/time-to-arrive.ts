import type { FastifyReply, FastifyRequest } from 'fastify';
import { routes, type RouteContract } from '#contracts';
import type { CancelTimer, Clock } from '../shared/clock.ts';
import { refuseOnSocket } from './unrouted.ts';

/** What is read into memory is there soon, or nobody means it. */
const bodyMs = 60_000;
/** A file of some gigabytes may need an hour, and none that is still coming is silent for so long. */
const [fileMs, silenceMs] = [3_600_000, 30_000];
const lookEveryMs = 5000;

const fileRoutes = new Set(
  Object.values<RouteContract>(routes).flatMap(({ takesFile, method, path }) =>
    takesFile ? [`${method} ${path}`] : [],
  ),
);

/**
 * Ends a request whose body does not arrive in time. Node has one such time for all requests, which is not enough. The
 * time-out of the socket is left alone: with it Node ends connections on which nothing more is asked.
 */
export class TimeToArrive {
  readonly #request: FastifyRequest['raw'];
  readonly #response: FastifyReply['raw'];
  readonly #isFile: boolean;
  #isOver = false;
  #cancelEnd: CancelTimer = () => undefined;
  #cancelLook: CancelTimer = () => undefined;

  constructor(
    { raw, method, headers, routeOptions }: FastifyRequest,
    reply: FastifyReply,
    private readonly clock: Clock,
  ) {
    this.#request = raw;
    this.#response = reply.raw;
    this.#isFile = fileRoutes.has(`${method} ${routeOptions.url ?? ''}`);
    if (headers['transfer-encoding'] === undefined && Number(headers['content-length'] ?? 0) === 0) {
      this.#isOver = true;
      return;
    }
    this.endIn(bodyMs);
    raw.once('end', this.#arrived).once('close', this.#arrived);
    // No route reads it, and what nobody reads is never seen to have arrived.
    if (method === 'GET' || method === 'HEAD') raw.resume();
  }

  /** Whoever sends it may use the route: only now is a file worth waiting for, and only until it is answered. */
  admit(): void {
    if (!this.#isFile || this.#isOver) return;
    this.endIn(fileMs);
    this.endWhenSilent(this.#request.socket.bytesRead, this.clock.monotonic());
    this.#response.once('finish', () => {
      if (this.#isOver) return;
      this.#cancelLook();
      this.endIn(bodyMs);
    });
  }

  private endIn(milliseconds: number): void {
    this.#cancelEnd();
    this.#cancelEnd = this.clock.after(milliseconds, this.#end);
  }

  private endWhenSilent(bytes: number, since: number): void {
    this.#cancelLook = this.clock.after(lookEveryMs, () => {
      const now = this.clock.monotonic();
      const { socket, readableLength } = this.#request;
      // Where something lies here unread, it is us who are slow.
      if (socket.bytesRead !== bytes || readableLength > 0) this.endWhenSilent(socket.bytesRead, now);
      else if (now - since < silenceMs) this.endWhenSilent(bytes, since);
      else this.#end();
    });
  }

  readonly #arrived = (): void => {
    this.#isOver = true;
    this.#cancelEnd();
    this.#cancelLook();
  };

  readonly #end = (): void => {
    const { socket } = this.#request;
    this.#arrived();
    // A second answer to one request would be taken for the answer to the next.
    if (this.#response.headersSent) {
      socket.destroy();
      return;
    }
    // Whoever goes on sending into it is not waited for.
    socket.once('finish', () => void socket.destroy());
    refuseOnSocket('ERR_HTTP_REQUEST_TIMEOUT', socket);
  };
}
