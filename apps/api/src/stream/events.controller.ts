import { Controller, Inject, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { limits } from '#contracts';
import { Doorman } from '../auth/doorman.ts';
import { LOG } from '../settings/settings.module.ts';
import { writeAccessLog } from '../shared/access-log.ts';
import { Clock } from '../shared/clock.ts';
import type { Log } from '../shared/log.ts';
import { Problem } from '../shared/problem.ts';
import { Route } from '../shared/route.decorator.ts';
import type { Listener } from './open-stream.ts';
import { StreamHub } from './stream-hub.ts';
import { StreamQueryDto } from './stream.query.ts';

const streamHeaders = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store, no-transform',
  // nginx would gather the events until its buffer is full.
  'x-accel-buffering': 'no',
} as const;

const tellEveryMs = 60_000;

const full = {
  streams: {
    log: 'a stream was refused: this server has as many as it takes, of all people together',
    message: (most: number) => `All ${String(most)} streams of this server are open: try again in a moment.`,
  },
  streamsPerPerson: {
    log: 'a stream was refused: one person has as many as one may',
    message: (most: number) => `You have ${String(most)} streams open, and one person may have no more: close one.`,
  },
} as const;

@Controller()
export class EventsController {
  readonly #toldAt = new Map<keyof typeof full, number>();

  constructor(
    private readonly hub: StreamHub,
    private readonly doorman: Doorman,
    private readonly clock: Clock,
    @Inject(LOG) private readonly log: Log,
  ) {}

  @Route('events')
  listen(@Req() request: FastifyRequest, @Query() { last_event_id }: StreamQueryDto, @Res() reply: FastifyReply): void {
    if (!wantsStream(request.headers.accept)) {
      throw new Problem('not_acceptable', 'This address answers with text/event-stream only.');
    }
    if (request.method === 'HEAD') {
      void reply.headers(streamHeaders).send();
      return;
    }
    if (this.hub.isOver) throw new Problem('shutting_down', 'The server is shutting down.', { retryAfter: 5 });
    const listener = this.listenerOf(request);
    const limit = this.hub.limitFor(listener);
    if (limit !== undefined) throw this.refusal(limit, request.id);
    // Behind an answer that is not finished there is no socket to take yet.
    if (!reply.raw.socket) throw new Problem('bad_request', 'A stream needs a connection of its own.');
    this.open(request, request.headers['last-event-id'] ?? last_event_id, reply);
  }

  private refusal(limit: keyof typeof full, request: string): Problem {
    const most = limits[limit];
    const now = this.clock.monotonic();
    // Whoever is refused comes back every few seconds, and must not fill the log.
    if (now - (this.#toldAt.get(limit) ?? -Infinity) >= tellEveryMs) {
      this.#toldAt.set(limit, now);
      this.log.warn({ request, most }, full[limit].log);
    }
    return new Problem('overloaded', full[limit].message(most), { retryAfter: 10 });
  }

  private listenerOf({ principal }: FastifyRequest): Listener {
    return {
      person: principal.isAuthenticated ? principal.name : null,
      mayStay: () => this.doorman.isStillGood(principal),
    };
  }

  /** Past the framework, which would count, frame and copy every event once more for every reader. */
  private open(request: FastifyRequest, cursor: string | string[] | undefined, reply: FastifyReply): void {
    const opened = this.clock.monotonic();
    reply.hijack();
    const { raw } = reply;
    // The end of the connection is the end of the stream: its bytes go out as they are, the same for all.
    raw.useChunkedEncodingByDefault = false;
    raw.shouldKeepAlive = false;
    // Of the headers that were set on the way here, those that keep a browser safe.
    for (const [name, value] of Object.entries(reply.headers(streamHeaders).getHeaders())) {
      if (value !== undefined) raw.setHeader(name, value);
    }
    raw.flushHeaders();
    const { socket } = raw;
    // It went away while it was asking.
    if (!socket || socket.destroyed) return;
    const stream = this.hub.open(socket, cursor === undefined ? undefined : String(cursor), this.listenerOf(request));
    raw.once('close', () => {
      this.hub.close(stream);
      // The framework has let go of it, and would say nothing.
      writeAccessLog(this.log, request, reply, this.clock.monotonic() - opened);
    });
  }
}

function wantsStream(accept: string | undefined): boolean {
  if (accept === undefined) return true;
  const types = accept.split(',').map((type) => type.split(';', 1)[0]?.trim().toLowerCase());
  return types.some((type) => type === 'text/event-stream' || type === 'text/*' || type === '*/*');
}
