import type { BrowseQuery } from '#contracts';
import type { WorkedSets } from '../activity/worked-sets.ts';
import type { FolderNode } from '../catalogue/folder-node.ts';
import type { RowLabels } from '../catalogue/row-labels.ts';
import type { Finder } from '../finder/finder.ts';
import { parseText } from '../finder/parse-search.ts';
import { Breather } from '../shared/breather.ts';
import { compileQuery } from './conditions/compile-filters.ts';
import { groundOf, type Condition } from './conditions/condition.ts';
import { workedIn } from './conditions/looks-at.ts';
import { filterRows } from './filter-rows.ts';
import type { Found } from './frozen-results.ts';
import type { NameOrder } from './name-order.ts';
import { orderRows } from './order-rows.ts';

/** Finds the rows that a query asks for, in its order. */
export class RowFinder {
  constructor(
    private readonly labels: RowLabels,
    private readonly finder: Finder,
    private readonly names: NameOrder,
    private readonly worked: WorkedSets,
  ) {}

  /** Rejects with the reason of the signal soon after it is aborted. */
  async find(folder: FolderNode, query: BrowseQuery, signal?: AbortSignal): Promise<Found> {
    const { labels, names } = this;
    const { catalogue, table } = labels;
    const breather = new Breather(signal);
    const activity = this.worked.look(workedIn(query.filters?.and));
    await activity.follow(signal);
    // Taken before anything is looked at: what changes while this runs counts as a change since.
    const { changes, values } = catalogue;
    const since = {
      labels: table.revision,
      rows: changes.revision,
      values: values.revision,
      activity: activity.revision,
    };
    const isPartial = query.recursive && folder.unlisted > 0;
    const all = catalogue.rowsOf(folder, query.recursive);
    const terms = parseText(query.text);
    const known = await this.finder.ranksFor(all.length, terms, signal);
    const isNarrowed = query.filters !== undefined || terms.length > 0;
    const compile = (): Condition => compileQuery(query, groundOf(labels, this.worked), known);
    const wanted = isNarrowed ? await filterRows(all, compile, labels, breather, activity) : all;
    const rows = await orderRows(wanted, query, { labels, names, known, breather });
    // Whoever goes on with half a million rows has a turn of its own.
    if (breather.isDue()) await breather.breathe();
    return { rows, isPartial, query, since };
  }
}
