import type { BrowseQuery, Filter, Star, WorkedKind } from '#contracts';
import { chipsOf } from '../state/chips.ts';
import type { DashboardPlace } from '../state/dashboard-place.ts';
import { encodePart, join, start, writePlace } from '../state/place.ts';
import type { TimeSpan } from '../state/work-period.ts';
import { addDays, type Day, type ZoneDays } from '../state/zone-days.ts';

type Scope = Pick<DashboardPlace, 'path' | 'text' | 'chips'>;

/** Where the images are that a number counts: an address of the gallery for each mark of the dashboard, from the page's base on. */
export class ImagesBehind {
  constructor(
    private readonly scope: Scope,
    private readonly times: TimeSpan,
    private readonly days: ZoneDays,
  ) {}

  all(): string {
    return this.link([]);
  }

  labelled(is: boolean): string {
    return this.link([{ labelled: { is } }]);
  }

  stars(star: Star): string {
    return this.link([{ stars: { in: [star] } }]);
  }

  tag(tag: string): string {
    return this.link([{ tags: { all: [tag] } }]);
  }

  /** In a folder right below; `is` as with `labelled`. */
  folder(name: string, is?: boolean): string {
    const path = join(this.scope.path, name);
    return this.link(is === undefined ? [] : [{ labelled: { is } }], path);
  }

  /** In the period that is shown. */
  worked(what: { readonly by?: string; readonly kind?: WorkedKind } = {}): string {
    const { by, kind } = what;
    return this.link([
      { worked: { ...this.times, ...(by === undefined ? {} : { by: [by] }), ...(kind ? { kind } : {}) } },
    ]);
  }

  /** On these days, as far as they are in the period. */
  onDays(first: Day, last: Day, kind?: WorkedKind): string {
    const { zone } = this.days;
    const [begin, end] = [this.days.beginOf(first), this.days.beginOf(addDays(last, 1))];
    const from = Math.max(begin, timeOr(this.times.from, -Infinity));
    const to = Math.min(end, timeOr(this.times.to, Infinity));
    const times = { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
    return this.link([{ worked: { ...times, tz: zone, ...(kind ? { kind } : {}) } }]);
  }

  /** In this hour of the day, on all days of the period. */
  atHour(hour: number): string {
    return this.link([{ worked: { ...this.times, hours: [hour], tz: this.days.zone } }]);
  }

  private link(conditions: readonly Filter[], path = this.scope.path): string {
    const kept = this.scope.chips.filter(({ filter, isOff }) => !isOff && !isReplaced(filter, conditions));
    const filters: Filter[] = [...kept.map(({ filter }) => filter), ...conditions];
    const parts = [`path=${encodePart(path)}`, 'sub=1', 'sort=name:asc'];
    if (this.scope.text !== '') parts.push(`q=${encodePart(this.scope.text)}`);
    if (filters.length > 0) parts.push(`filters=${encodePart(JSON.stringify(filters))}`);
    return `?${parts.join('&')}`;
  }
}

/** Of several stars, one. */
function isReplaced(filter: Filter, conditions: readonly Filter[]): boolean {
  return 'stars' in filter && conditions.some((condition) => 'stars' in condition);
}

/** Of a question that stands by itself; `is` as with `labelled`. */
export function imagesOf(query: BrowseQuery, is?: boolean): string {
  const { path, recursive, text = '', sort } = query;
  const chips = [...chipsOf(query), ...(is === undefined ? [] : [{ filter: { labelled: { is } }, isOff: false }])];
  return `?${writePlace({ ...start, path, recursive, text, sort, chips })}`;
}

function timeOr(iso: string | undefined, other: number): number {
  return iso === undefined ? other : Date.parse(iso);
}
