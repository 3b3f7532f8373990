import type { BrowseQuery, ErrorCode, Filter, ItemsProgress, PartFilter, PartProgress, View } from '#contracts';
import type { Browser } from '../browse/browser.ts';
import type { RowLabels } from '../catalogue/row-labels.ts';
import type { LabelStore } from '../persistence/label-store.ts';
import { Breather } from '../shared/breather.ts';
import { partOf } from '../shared/hash-path.ts';
import { Problem } from '../shared/problem.ts';

/** A saved view that is one part of a query. */
interface PartView {
  readonly view: View;
  readonly part: PartFilter['part'];
  /** What was split, and into how many. */
  readonly whole: BrowseQuery;
  readonly key: string;
}

const rowsAtOnce = 4096;

/** Has nothing to do with the query: the same question may be answered in a moment. */
const troubleOfServer: readonly ErrorCode[] = ['labels_loading', 'overloaded', 'storage_failed', 'shutting_down'];

/** How far each part is that was saved as a view. All parts of one query are counted in one go. */
export class PartCounter {
  constructor(
    private readonly browser: Browser,
    private readonly labels: RowLabels,
    private readonly store: Pick<LabelStore, 'views'>,
  ) {}

  async count(signal?: AbortSignal): Promise<PartProgress[]> {
    const parts = (await this.store.views()).views.flatMap(partIn);
    const counted = new Map<string, readonly ItemsProgress[] | null>();
    for (const { key, whole, part } of parts)
      if (!counted.has(key)) counted.set(key, await this.countAll(whole, part.of, signal));
    return parts.map(({ view: { id, name }, whole, key, part }) => {
      const { of, index } = part;
      const progress = counted.get(key)?.[index] ?? { total: null, labelled: null };
      const query = { ...whole, filters: { and: [...(whole.filters?.and ?? []), { part }] } };
      return { view: id, name, query, of, index, ...progress };
    });
  }

  /** By their number; null where nobody knows. */
  private async countAll(whole: BrowseQuery, of: number, signal?: AbortSignal): Promise<ItemsProgress[] | null> {
    const counts = Array.from({ length: of + 1 }, () => ({ total: 0, labelled: 0 }));
    const rows = await this.rowsOf(whole, signal);
    if (rows === null) return null;
    await this.labels.link();
    const { catalogue, table } = this.labels;
    await new Breather(signal).through(
      rows.length,
      (from, to) => {
        for (let at = from; at < to; at += 1) {
          const row = rows[at] ?? 0;
          const count = counts[partOf(catalogue.hashes.of(row), of)];
          if (!count) continue;
          count.total += 1;
          if (table.isLabelled(this.labels.labelOf(row))) count.labelled += 1;
        }
      },
      rowsAtOnce,
    );
    return counts;
  }

  private async rowsOf(whole: BrowseQuery, signal?: AbortSignal): Promise<Uint32Array | null> {
    try {
      return (await this.browser.rowsSoFar(whole, signal)).rows;
    } catch (error) {
      if (!(error instanceof Problem) || troubleOfServer.includes(error.code)) throw error;
      // A view outlives its folder, and must not take the numbers of all others with it.
      return error.code === 'folder_not_found' ? new Uint32Array(0) : null;
    }
  }
}

function partIn(view: View): PartView[] {
  const { filters, ...query } = view.query;
  const conditions = filters?.and ?? [];
  const filter = conditions.find((each) => 'part' in each);
  if (!filter) return [];
  const others = conditions.filter((each) => each !== filter && !endsWithLabel(each));
  const whole: BrowseQuery = {
    ...query,
    ...(others.length === 0 ? {} : { filters: { and: others } }),
    sort: { key: 'path', dir: 'asc' },
  };
  return [{ view, part: filter.part, whole, key: JSON.stringify([whole, filter.part.of]) }];
}

/** Who split what had no label yet would see each part shrink instead of grow. */
function endsWithLabel(filter: Filter): boolean {
  if ('labelled' in filter) return !filter.labelled.is;
  return 'stars' in filter && filter.stars.in.every((star) => star === null);
}
