import type { Drift } from '#contracts';
import type { Row } from '../catalogue/catalogue.ts';
import type { RowLabels } from '../catalogue/row-labels.ts';
import type { LabelBook } from '../persistence/label-book.ts';
import { Breather } from '../shared/breather.ts';
import { NumberSet } from '../shared/number-set.ts';
import { SingleFlight } from '../shared/single-flight.ts';
import { looksAtLabels } from './conditions/looks-at.ts';
import type { FrozenResult } from './frozen-results.ts';
import { isInQuery } from './membership.ts';

/** How far a result and what it would be now have come apart, as of some revisions. */
interface Apart {
  labels: number;
  rows: number;
  /** Rows that are in only one of the two. */
  readonly differing: NumberSet;
  noLongerMatch: number;
  newlyMatch: number;
}

const rowsBetweenLooks = 256;

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
  ) {}

  async of(result: FrozenResult): Promise<Drift> {
    if (looksAtLabels(result.query)) await this.book.loaded();
    // Whoever comes while it is being counted is told what is right when that ends.
    return this.#running.run(result.id, () => this.count(result));
  }

  private async count(result: FrozenResult): Promise<Drift> {
    const { table, catalogue } = this.labels;
    const apart = this.apartOf(result);
    for (;;) {
      const isUpToDate = apart.labels === table.revision && apart.rows === catalogue.changes.revision;
      if (isUpToDate) return { no_longer_match: apart.noLongerMatch, newly_match: apart.newlyMatch };
      await this.labels.link();
      if (this.labels.isLinked()) await this.takeIn(result, apart);
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
  private async takeIn(result: FrozenResult, apart: Apart): Promise<void> {
    const changed = this.changedSince(result, apart);
    const { table, catalogue } = this.labels;
    [apart.labels, apart.rows] = [table.revision, catalogue.changes.revision];
    const isWanted = isInQuery(result.query, this.labels);
    const breather = new Breather();
    for (const [at, row] of changed.entries()) {
      note(apart, row, result.members.has(row), isWanted(row));
      if (at % rowsBetweenLooks === 0 && breather.isDue()) await breather.breathe();
    }
  }

  private changedSince({ query }: FrozenResult, apart: Apart): Row[] {
    const { table, catalogue } = this.labels;
    const rows: Row[] = [...catalogue.changes.since(apart.rows)];
    if (!looksAtLabels(query)) return rows;
    for (const label of table.changes.since(apart.labels)) {
      const row = this.labels.rowOf(label);
      if (row !== undefined) rows.push(row);
    }
    return rows;
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
