import { Controller, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Stats, StatsCounting } from '#contracts';
import { queryInAddress } from '../browse/query-in-address.ts';
import { askedTime } from '../shared/asked-time.ts';
import { refused } from '../shared/body-fields.ts';
import { goneSignal } from '../shared/gone-signal.ts';
import { Route } from '../shared/route.decorator.ts';
import { ActivityBook } from '../activity/activity-book.ts';
import { StatsMaker } from './stats-maker.ts';
import { StatsQueryDto } from './stats.query.ts';
import { ZoneClock } from '../activity/zone-clock.ts';

const retryAfterMs = 1000;
const zonesKept = 50;

@Controller()
export class StatsController {
  /** What they say of a quarter of an hour is so for ever. */
  readonly #clocks = new Map<string, ZoneClock>();

  constructor(
    private readonly maker: StatsMaker,
    private readonly activity: ActivityBook,
  ) {}

  @Route('stats')
  async stats(
    @Query() { path, query, from, to, tz = 'UTC' }: StatsQueryDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Stats | StatsCounting> {
    const question = {
      query: queryInAddress(path, query),
      from: askedTime(from, 'from') ?? -Infinity,
      to: askedTime(to, 'to') ?? Infinity,
      zone: tz,
      clock: this.clockOf(tz),
    };
    if (!(await this.activity.isReadWithin(retryAfterMs))) {
      const { progress } = this.activity;
      void reply.status(202).headers({ 'retry-after': String(retryAfterMs / 1000), 'cache-control': 'no-store' });
      return { status: 'counting', progress, retry_after_ms: retryAfterMs };
    }
    const answer = await this.maker.of(question, goneSignal(reply));
    void reply.header('x-sync-cursor', answer.head);
    return answer;
  }

  private clockOf(zone: string): ZoneClock {
    const known = this.#clocks.get(zone);
    if (known) return known;
    const made = clockIn(zone);
    if (this.#clocks.size < zonesKept) this.#clocks.set(zone, made);
    return made;
  }
}

function clockIn(zone: string): ZoneClock {
  try {
    return new ZoneClock(zone);
  } catch {
    throw refused('tz', 'must be the name of a time zone, such as Europe/Berlin');
  }
}
