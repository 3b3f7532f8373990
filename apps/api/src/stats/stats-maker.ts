import type { BrowseQuery, DayCount, FacetsAnswer, FolderProgress, PersonStats, RefusedCount, Stats } from '#contracts';
import type { Browser } from '../browse/browser.ts';
import type { FacetBook } from '../browse/facets/facet-book.ts';
import type { Indexer } from '../catalogue/indexer.ts';
import type { RowLabels } from '../catalogue/row-labels.ts';
import type { LabelStore } from '../persistence/label-store.ts';
import { Breather } from '../shared/breather.ts';
import type { Clock } from '../shared/clock.ts';
import { SharedFlight } from '../shared/shared-flight.ts';
import type { ActivityBook } from '../activity/activity-book.ts';
import { ActivityCount, type PersonCount } from './activity-count.ts';
import { folderProgress } from './folder-progress.ts';
import { forecast } from './forecast.ts';
import { medianOf } from './median.ts';
import type { PartCounter } from './part-counter.ts';
import type { QuarterTally } from './quarter-tally.ts';
import { quarterMs, type ZoneClock } from '../activity/zone-clock.ts';

export interface StatsQuestion {
  readonly query: BrowseQuery;
  /** Milliseconds since 1970: included, and not included. */
  readonly from: number;
  readonly to: number;
  readonly zone: string;
  readonly clock: ZoneClock;
}

/** What takes its time, and is the same for all who ask the same. */
interface Counted {
  readonly facets: FacetsAnswer;
  readonly folders: FolderProgress[];
  readonly activity: ActivityCount;
}

const hourMs = 3600_000;

/** Puts together what labels say of now, and what the history says of how they came to be. */
export class StatsMaker {
  readonly #counting = new SharedFlight<Counted>();

  constructor(
    private readonly browser: Browser,
    private readonly facets: FacetBook,
    private readonly indexer: Indexer,
    private readonly labels: RowLabels,
    private readonly activity: ActivityBook,
    private readonly parts: PartCounter,
    private readonly store: Pick<LabelStore, 'refusals'>,
    private readonly wall: Pick<Clock, 'wall'>,
  ) {}

  /** Rejects with the reason of the signal soon after it is aborted, where nobody else waits for the same. */
  async of(question: StatsQuestion, signal?: AbortSignal): Promise<Stats> {
    const { from, to, zone, clock } = question;
    const key = await this.keyOf(question);
    const counted = await this.#counting.run(key, signal, (areLeft) => this.count(question, areLeft));
    const { facets, folders, activity: count } = counted;
    const { total, stars, tags, labelled, partial, head } = facets;
    const refused = await this.store.refusals(hourAt(from, 'floor'), hourAt(to, 'ceil'));
    const { day: today } = clock.hourOf(Math.floor(this.wall.wall() / quarterMs));
    const everyDay = [...byDay(count.firstEver, clock)].map(([day, images]) => ({ day, images }));
    return {
      items: { total, labelled: labelled.yes },
      stars,
      tags,
      folders,
      days: daysOf(count, clock),
      hours: hoursOf(count.labels, clock),
      people: this.peopleOf(count),
      refused: { values: [...refused], total: sumOf(refused, 'count'), written: sumOf(refused, 'written') },
      forecast: forecast(labelled.no, everyDay, today),
      parts: await this.parts.count(signal),
      tz: zone,
      partial,
      head,
    };
  }

  /** Nothing that was there when somebody asked is missing in what was begun for another with the same key. */
  private async keyOf({ query, from, to }: StatsQuestion): Promise<string> {
    const { id, treeRevision, unlisted } = await this.indexer.folder(query.path);
    const { catalogue, table } = this.labels;
    const revisions = [treeRevision, unlisted, catalogue.changes.revision, table.revision, this.activity.acknowledged];
    return JSON.stringify([id, query, from, to, revisions]);
  }

  private async count(question: StatsQuestion, signal: AbortSignal): Promise<Counted> {
    const { query } = question;
    const facets = await this.facets.of(asWritten(query), signal);
    // After these, which say where to listen from: what was done until then is in the log.
    await this.activity.follow();
    const [base, { rows }] = [await this.indexer.folder(query.path), await this.browser.rowsSoFar(query, signal)];
    await this.labels.link();
    const activity = await this.activityOf(await this.labelsIn(rows, signal), question, signal);
    return { facets, folders: await folderProgress(rows, base, this.labels, signal), activity };
  }

  /** One for each label that belongs to a row. */
  private async labelsIn(rows: Uint32Array, signal?: AbortSignal): Promise<Uint8Array> {
    const { labels } = this;
    const wanted = new Uint8Array(labels.table.count + 1);
    await new Breather(signal).through(rows.length, (from, to) => {
      for (let at = from; at < to; at += 1) wanted[labels.labelOf(rows[at] ?? 0)] = 1;
    });
    // Rows without a label have none of all numbers.
    wanted[0] = 0;
    return wanted;
  }

  private async activityOf(
    items: Uint8Array,
    { from, to }: StatsQuestion,
    signal?: AbortSignal,
  ): Promise<ActivityCount> {
    const { log } = this.activity;
    const count = new ActivityCount(log, { from, to, items });
    await new Breather(signal).through(log.count, (first, end) => {
      count.look(first, end);
    });
    count.finish();
    return count;
  }

  private peopleOf({ people: counts }: ActivityCount): PersonStats[] {
    const names = this.activity.log.people;
    return [...counts]
      .map(([person, count]) => personStats(names[person] ?? '', count))
      .sort((a, b) => b.labels - a.labels || (a.name < b.name ? -1 : 1));
  }
}

/**
 * A facet leaves the conditions on itself out, so that others can be chosen; here they hold for everything. It does not
 * take a choice of one for such a condition.
 */
function asWritten(query: BrowseQuery): BrowseQuery {
  const and = query.filters?.and.map((filter) => ({ or: [filter] }));
  return and ? { ...query, filters: { and } } : query;
}

function personStats(
  name: string,
  { labels, first, ownAgain, othersAgain, activeMs, undone, turns }: PersonCount,
): PersonStats {
  const median = medianOf(Float64Array.from(turns));
  return {
    name,
    labels,
    first,
    again: { own: ownAgain, others: othersAgain },
    active_seconds: Math.round(activeMs / 1000),
    median_seconds: median === undefined ? null : Math.round(median / 100) / 10,
    undone,
  };
}

function sumOf(refused: readonly RefusedCount[], what: 'count' | 'written'): number {
  return refused.reduce((sum, each) => sum + each[what], 0);
}

function daysOf({ labels, first }: ActivityCount, clock: ZoneClock): DayCount[] {
  const firsts = byDay(first, clock);
  return [...byDay(labels, clock)].map(([day, count]) => ({ day, labels: count, first: firsts.get(day) ?? 0 }));
}

/** The first day first. */
function byDay(quarters: QuarterTally, clock: ZoneClock): Map<string, number> {
  const days = new Map<string, number>();
  for (const [quarter, count] of [...quarters.entries()].sort(([a], [b]) => a - b)) {
    const { day } = clock.hourOf(quarter);
    days.set(day, (days.get(day) ?? 0) + count);
  }
  return days;
}

function hoursOf(labels: QuarterTally, clock: ZoneClock): number[] {
  const hours = Array.from({ length: 24 }, () => 0);
  for (const [quarter, count] of labels.entries()) {
    const { hour } = clock.hourOf(quarter);
    hours[hour] = (hours[hour] ?? 0) + count;
  }
  return hours;
}

/** Refusals are counted by the hour: a period that begins or ends within one has all of it. */
function hourAt(at: number, round: 'floor' | 'ceil'): number {
  return Number.isFinite(at) ? Math[round](at / hourMs) : at > 0 ? Number.MAX_SAFE_INTEGER : 0;
}
