import { imageTypes, limits, type BrowseQuery, type FacetsAnswer } from '#contracts';
import type { WorkedLook, WorkedSets } from '../../activity/worked-sets.ts';
import type { Row } from '../../catalogue/catalogue.ts';
import type { FolderNode } from '../../catalogue/folder-node.ts';
import { forEachMetric, metricKeys, metricsOf } from '../../catalogue/item-metrics.ts';
import type { RowLabels } from '../../catalogue/row-labels.ts';
import type { ValueName } from '../../catalogue/row-values.ts';
import type { FormerLabel } from '../../persistence/former-labels.ts';
import { Breather } from '../../shared/breather.ts';
import { extended } from '../../shared/extended.ts';
import type { Finder } from '../../finder/finder.ts';
import { parseText } from '../../finder/parse-search.ts';
import type { RowRanks } from '../../finder/row-ranks.ts';
import { Problem } from '../../shared/problem.ts';
import { workedIn } from '../conditions/looks-at.ts';
import { FacetRule, inAll, inNone } from './facet-rule.ts';
import { FacetTallies, keyOf, type Counted, type ValueKeys } from './facet-tallies.ts';

const rowsBetweenLooks = 512;
/** Of more changed rows than this only so many are counted anew before others have their turn. */
const rowsAtOnce = 2048;
/** Counting begins again after large writes; when they do not end, nobody can be told anything that is right. */
const fillsMax = 8;
/** A row that has not been counted while counting goes on. */
const unseen = 255;

/**
 * The facets of one query. Everything is counted once, in slices; after that, what changed is taken out as it was counted
 * and counted anew. Between two slices the counts are always those of one moment.
 */
export class FacetCount {
  readonly #rule: FacetRule;
  #tallies: FacetTallies;
  /** By row: in which facets it counts, and as what type. */
  #where = new Uint8Array(0);
  #types = new Uint8Array(0);
  #isFilled = false;
  /** Up to which changes it has been counted. */
  #labelsAt = 0;
  #rowsAt = 0;
  #valuesAt = 0;
  #activityAt = 0;
  readonly #activity: WorkedLook;
  /** Rows that changed before that, and are still to be counted anew. */
  #waiting: Row[] = [];
  /** While it is being filled: what the text holds for. */
  #known: RowRanks | undefined;

  constructor(
    private readonly folder: FolderNode,
    private readonly query: BrowseQuery,
    private readonly labels: RowLabels,
    private readonly finder: Finder,
    private readonly worked: WorkedSets,
  ) {
    this.#activity = worked.look(workedIn(query.filters?.and));
    this.#rule = new FacetRule(query);
    this.#tallies = new FacetTallies(this.#rule);
  }

  /** As of the moment in which it answers. Rejects with the reason of the signal soon after it is aborted, and is of no use then. */
  async answer(signal?: AbortSignal): Promise<Omit<FacetsAnswer, 'partial' | 'head'>> {
    const breather = new Breather(signal);
    await this.#activity.follow(signal);
    for (let fills = 0; fills < fillsMax;) {
      if (!this.#isFilled) {
        fills += 1;
        await this.fill(signal);
        continue;
      }
      await this.labels.link();
      if (!this.labels.isLinked() || !this.catchUp()) continue;
      if (this.#waiting.length > 0) {
        if (breather.isDue()) await breather.breathe();
        continue;
      }
      const keys = this.valueKeys();
      const uncounted = this.#tallies.uncounted(keys);
      if (uncounted === undefined) return this.#tallies.answer(keys);
      this.countColumn(uncounted);
      if (breather.isDue()) await breather.breathe();
    }
    throw new Problem('overloaded', 'So much is being written that it cannot be counted.', { retryAfter: 1 });
  }

  private async fill(signal?: AbortSignal): Promise<void> {
    const { catalogue, table } = this.labels;
    const { recursive, text } = this.query;
    this.#known = await this.finder.ranksFor(
      recursive ? this.folder.total : this.folder.rows.length,
      parseText(text),
      signal,
    );
    do await this.labels.link();
    while (!this.labels.isLinked());
    this.#tallies = new FacetTallies(this.#rule);
    this.#where = new Uint8Array(catalogue.columns.count).fill(unseen);
    this.#types = new Uint8Array(catalogue.columns.count);
    this.#waiting = [];
    [this.#labelsAt, this.#rowsAt] = [table.revision, catalogue.changes.revision];
    [this.#valuesAt, this.#activityAt] = [catalogue.values.revision, this.#activity.revision];
    const rows = catalogue.rowsOf(this.folder, recursive);
    const breather = new Breather(signal);
    let whereOf = this.whereNow();
    for (const [at, row] of rows.entries()) {
      this.enter(row, whereOf(row));
      if (at % rowsBetweenLooks > 0 || !breather.isDue()) continue;
      await breather.breathe();
      do await this.labels.link();
      while (!this.labels.isLinked());
      // What was counted before follows what was written meanwhile, and what comes next is counted as it is now.
      if (!this.catchUp()) return;
      whereOf = this.whereNow();
    }
    this.#isFilled = true;
    this.#known = undefined;
  }

  /** False, and to be filled again, when more has changed than can be followed. */
  private catchUp(): boolean {
    const { catalogue, table } = this.labels;
    const former = table.former.since(this.#labelsAt);
    if (!former || !this.takeValues()) return (this.#isFilled = false);
    const changed = new Set<Row>();
    for (const labels of [former.keys(), this.#activity.changedSince(this.#activityAt)])
      for (const label of labels) {
        const row = this.labels.rowOf(label);
        if (row !== undefined) changed.add(row);
      }
    this.#activityAt = this.#activity.revision;
    // A row that went has its label still, which is linked to the row that came in its place.
    const rows = catalogue.changes.since(this.#rowsAt);
    if (former.size > 0) {
      for (const some of [this.#waiting, rows]) {
        for (const row of some) if (former.has(this.labels.labelOf(row))) changed.add(row);
      }
    }
    if (changed.size > 0) this.countAnew(changed, former);
    this.#labelsAt = table.revision;
    // While it is being filled, rows that came, went or changed are taken in at the end, all of them.
    if (!this.#isFilled) return true;
    for (const row of rows) this.#waiting.push(row);
    this.#rowsAt = catalogue.changes.revision;
    // Their labels are counted as they are now.
    const next = this.#waiting.splice(-rowsAtOnce);
    if (next.length > 0) this.countAnew(new Set(next), new Map());
    return true;
  }

  /** False when a column that decides where rows count is another one. Any other is only counted anew. */
  private takeValues(): boolean {
    const { values } = this.labels.catalogue;
    const changed = values.changedSince(this.#valuesAt);
    if (changed.some((name) => this.#rule.looksAt(name))) return false;
    for (const name of changed) this.#tallies.drop(name);
    this.#valuesAt = values.revision;
    return true;
  }

  private whereNow(): (row: Row) => number {
    return this.#rule.compile(this.labels, this.worked, this.#known);
  }

  private countAnew(changed: ReadonlySet<Row>, former: ReadonlyMap<number, FormerLabel>): void {
    const whereOf = this.whereNow();
    this.makeRoom();
    for (const row of changed) {
      if (this.#where[row] === unseen && !this.#isFilled) continue;
      this.leave(row, former.get(this.labels.labelOf(row)));
      this.enter(row, whereOf(row));
    }
  }

  private enter(row: Row, where: number): void {
    this.#where[row] = where;
    this.#types[row] = this.labels.catalogue.columns.type[row] ?? 0;
    if (where !== inNone) this.#tallies.change(this.counted(row), 1);
  }

  private leave(row: Row, former: FormerLabel | undefined): void {
    const where = this.#where[row] ?? inNone;
    if (where !== inNone && where !== unseen) this.#tallies.change(this.counted(row, former), -1);
  }

  private counted(row: Row, former?: FormerLabel): Counted {
    const { table, catalogue } = this.labels;
    const label = this.labels.labelOf(row);
    // Until they are counted nobody asks for these, and reading them takes longer than everything else.
    const { followsValues } = this.#tallies;
    const pushed = followsValues ? (former ? former.metrics : table.metrics.read(label)) : undefined;
    return {
      where: this.#where[row] ?? inNone,
      type: imageTypes[this.#types[row] ?? 0] ?? 'image/jpeg',
      folder: this.childAbove(row),
      label: former ?? table.stateOf(label),
      metrics: followsValues ? metricsOf(catalogue, row, pushed) : undefined,
      categories: followsValues ? catalogue.values.categoriesOf(row) : undefined,
    };
  }

  /** The folder right in that of the query which the row lies in or below. */
  private childAbove(row: Row): string | undefined {
    let child: FolderNode | undefined;
    for (let each: FolderNode | null = this.labels.catalogue.folderOf(row); each; each = each.parent) {
      if (each === this.folder) return child?.name;
      child = each;
    }
    return undefined;
  }

  private valueKeys(): ValueKeys {
    return {
      metrics: metricKeys(this.labels).slice(0, limits.facetMetrics),
      categories: this.labels.catalogue.values.categoryKeys.slice(0, limits.facetCategories),
    };
  }

  private countColumn(name: ValueName): void {
    const [key, own] = [keyOf(name), this.#tallies.ownOf(name)];
    const counts = (row: Row): boolean => {
      const where = this.#where[row] ?? inNone;
      return where === inAll || (where !== inNone && where === own);
    };
    if (name.startsWith('metric:')) {
      // They are looked at twice: finding half a million of them once more would take longer than keeping them.
      const numbers: number[] = [];
      forEachMetric(this.labels, key, (row, value) => {
        if (counts(row)) numbers.push(value);
      });
      this.#tallies.makeHistogram(key, (look) => {
        for (const number of numbers) look(number);
      });
    } else {
      this.#tallies.makeCategory(key, (look) => {
        this.labels.catalogue.values.forEachCategory(key, (row, value) => {
          if (counts(row)) look(value);
        });
      });
    }
  }

  private makeRoom(): void {
    const { count } = this.labels.catalogue.columns;
    if (count <= this.#where.length) return;
    const before = this.#where.length;
    this.#where = extended(this.#where, new Uint8Array(count)).fill(unseen, before);
    this.#types = extended(this.#types, new Uint8Array(count));
  }
}
