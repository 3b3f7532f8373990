import type { Metrics, NumberedEvent } from '#contracts';
import type { LabelStore, ToldWrite } from '../../apps/api/src/persistence/label-store.ts';
import { labelIn } from './store-writes.ts';

/** All pages of what is told again. */
export async function toldBetween(store: LabelStore, after: number, until: number): Promise<ToldWrite[]> {
  const told: ToldWrite[] = [];
  for (let last = after; ;) {
    const page = await store.writesBetween(last, until);
    if (page.length === 0) return told;
    if (page[0]!.seq <= last) throw new Error(`The page after ${last} begins with ${page[0]!.seq}.`);
    told.push(...page);
    last = page.at(-1)!.seq;
  }
}

/** As an event again. */
export function eventOf({ name, data }: ToldWrite): NumberedEvent {
  // The store tells nothing else under these names.
  return { name, event: JSON.parse(data) as never };
}

/** The two ways in which an event that is told again may differ are taken out: metrics are of now, paths in any order. */
export async function comparable(store: LabelStore, events: readonly NumberedEvent[]): Promise<unknown[]> {
  const metrics = new Map<string, Metrics | undefined>();
  const found: unknown[] = [];
  for (const { name, event } of events) {
    if (name === 'items-updated') {
      const { paths, versions, metric_keys, ...rest } = event;
      const pairs = Object.fromEntries(paths.map((path, at) => [path, versions[at]]));
      found.push({ name, ...rest, pairs, listed: paths.length, metric_keys: metric_keys?.toSorted() });
      continue;
    }
    if (!metrics.has(event.path)) metrics.set(event.path, (await labelIn(store, event.path)).metrics);
    const { metrics: then, ...rest } = event;
    // What has metrics now is told with them, what had them then has them still.
    found.push({ name, ...rest, metrics: metrics.get(event.path) ?? then });
  }
  return found;
}
