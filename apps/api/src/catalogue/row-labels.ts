import type { LabelId, LabelTable } from '../persistence/label-table.ts';
import { Breather } from '../shared/breather.ts';
import { SingleFlight } from '../shared/single-flight.ts';
import type { Catalogue, Row } from './catalogue.ts';

const looksBetween = 512;

/**
 * Which label belongs to which row. Both are known by their paths; looking up half a million paths for every question
 * would take half a second, so the answers are kept. Numbers of rows and of labels are never given anew, so what has
 * been linked stays right, and only what came since is looked at.
 */
export class RowLabels {
  #labels = new Uint32Array(0);
  #rowsLinked = 0;
  #labelsLinked = 0;
  readonly #linking = new SingleFlight<void>();

  constructor(
    private readonly catalogue: Catalogue,
    readonly table: LabelTable,
  ) {}

  /** 0 when the row has none, or when it came after the last `link`. */
  labelOf(row: Row): LabelId {
    return this.#labels[row] ?? 0;
  }

  /** Links what is not linked yet, in slices. */
  link(): Promise<void> {
    const isUpToDate = this.#rowsLinked === this.catalogue.columns.count && this.#labelsLinked === this.table.count;
    return isUpToDate && this.#linking.isIdle ? Promise.resolve() : this.#linking.runAnew('', () => this.linkNew());
  }

  private async linkNew(): Promise<void> {
    const breather = new Breather();
    const [rows, labels] = [this.catalogue.columns.count, this.table.count];
    this.makeRoom(rows);
    // Both ways take as long: the shorter one is taken.
    if (labels - this.#labelsLinked > this.#rowsLinked) this.#rowsLinked = 0;
    else await this.linkLabels(labels, breather);
    this.#labelsLinked = labels;
    for (let row = this.#rowsLinked; row < rows; row += 1) {
      this.#labels[row] = this.table.numberOf(this.catalogue.pathOf(row));
      if (row % looksBetween === 0 && breather.isDue()) await breather.breathe();
    }
    this.#rowsLinked = rows;
  }

  /** Rows that are linked already may have got labels since. */
  private async linkLabels(labels: number, breather: Breather): Promise<void> {
    for (let label = this.#labelsLinked + 1; label <= labels; label += 1) {
      const row = this.catalogue.findEver(this.table.pathOf(label));
      if (row !== undefined && row < this.#rowsLinked) this.#labels[row] = label;
      if (label % looksBetween === 0 && breather.isDue()) await breather.breathe();
    }
  }

  private makeRoom(rows: number): void {
    if (rows <= this.#labels.length) return;
    const labels = new Uint32Array(Math.ceil(rows * 1.2));
    labels.set(this.#labels);
    this.#labels = labels;
  }
}
