import type { Drift } from '#contracts';
import type { WorkedLook, WorkedSets } from '../activity/worked-sets.ts';
import type { Row } from '../catalogue/catalogue.ts';
import type { RowLabels } from '../catalogue/row-labels.ts';
import type { LabelId } from '../persistence/label-id.ts';
import type { LabelBook } from '../persistence/label-book.ts';
import { Breather } from '../shared/breather.ts';
import { NumberSet } from '../shared/number-set.ts';
import { SingleFlight } from '../shared/single-flight.ts';
import { looksAtLabels, valuesIn, workedIn } from './conditions/looks-at.ts';
import type { FrozenResult } from './frozen-results.ts';
import { isInQuery } from './membership.ts';

/** How far a result and what it would be now have come apart, as of some revisions. */
interface Apart {
  labels: number;
  rows: number;
  values: number;
  activity: number;
  /** Rows that are in only one of the two. */
  readonly differing: NumberSet;
  noLongerMatch: number;
  newlyMatch: number;
}

const rowsAtOnce = 256;

/**
 * How many items have left or joined what a result was frozen from. Only what has changed since the last question is looked
 * at, so that it costs what changes cost; rows are looked at again however often they change, and nothing is added up twice.
 */
export class DriftCounter {
  /** Gone with the result. */
  readonly #apart = new WeakMap<FrozenResult, Apart>();
  readonly #running = new SingleFlight<Drift>();

  constructor(
    private readonly labels: RowLabels,
    private readonly book: LabelBook,
    private readonly worked: WorkedSets,
  ) {}

  async of(result: FrozenResult): Promise<Drift> {
    if (looksAtLabels(result.query)) await this.book.loaded();
    // Whoever comes while it is being counted is told what is right when that ends.
    return this.#running.run(result.id, () => this.count(result));
  }

  private async count(result: FrozenResult): Promise<Drift> {
    const { table, catalogue } = this.labels;
    const apart = this.apartOf(result);
    const activity = this.worked.look(workedIn(result.query.filters?.and));
    await activity.follow();
    for (;;) {
      const { changes, values } = catalogue;
      const isUpToDate =
        apart.labels === table.revision &&
        apart.rows === changes.revision &&
        apart.values === values.revision &&
        apart.activity === activity.revision;
      if (isUpToDate) return { no_longer_match: apart.noLongerMatch, newly_match: apart.newlyMatch };
      await this.labels.link();
      if (this.labels.isLinked()) await this.takeIn(result, apart, activity);
    }
  }

  private apartOf(result: FrozenResult): Apart {
    const known = this.#apart.get(result);
    if (known) return known;
    const apart = { ...result.since, differing: new NumberSet(), noLongerMatch: 0, newlyMatch: 0 };
    this.#apart.set(result, apart);
    return apart;
  }

  /** What changes while this runs is taken in afterwards, once more. */
  private async takeIn(result: FrozenResult, apart: Apart, activity: WorkedLook): Promise<void> {
    const { table, catalogue } = this.labels;
    const rows = this.haveValuesChanged(result, apart)
      ? Uint32Array.from({ length: catalogue.columns.count }, (_, row) => row)
      : catalogue.changes.since(apart.rows);
    const labels = looksAtLabels(result.query) ? table.changes.since(apart.labels) : new Uint32Array(0);
    const worked = activity.changedSince(apart.activity);
    apart.activity = activity.revision;
    [apart.labels, apart.rows] = [table.revision, catalogue.changes.revision];
    apart.values = catalogue.values.revision;
    const isWanted = isInQuery(result.query, this.labels, this.worked);
    const breather = new Breather();
    const look = (row: Row | undefined): void => {
      if (row !== undefined) note(apart, row, result.members.has(row), isWanted(row));
    };
    await breather.through(rows.length, (from, to) => rows.subarray(from, to).forEach(look), rowsAtOnce);
    const rowOf = (label: LabelId): void => look(this.labels.rowOf(label));
    for (const some of [labels, worked])
      await breather.through(some.length, (from, to) => some.subarray(from, to).forEach(rowOf), rowsAtOnce);
  }

  /** A column that decides what belongs to the result is another one: it may be so for any row. */
  private haveValuesChanged({ query }: FrozenResult, { values }: Apart): boolean {
    const decisive = valuesIn(query.filters?.and ?? []);
    return this.labels.catalogue.values.changedSince(values).some((name) => decisive.has(name));
  }
}

function note(apart: Apart, row: Row, wasIn: boolean, isIn: boolean): void {
  const [differed, differs] = [apart.differing.has(row), wasIn !== isIn];
  if (differed === differs) return;
  if (differs) apart.differing.add(row);
  else apart.differing.delete(row);
  if (wasIn) apart.noLongerMatch += differs ? 1 : -1;
  else apart.newlyMatch += differs ? 1 : -1;
}
