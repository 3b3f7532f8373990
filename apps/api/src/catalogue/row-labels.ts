import type { LabelId } from '../persistence/label-id.ts';
import type { LabelTable } from '../persistence/label-table.ts';
import { Breather } from '../shared/breather.ts';
import { extended } from '../shared/extended.ts';
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
  /** Of each label the row, plus one. Where a folder went and another came in its place, the row that is there now. */
  #rows = new Uint32Array(0);
  #rowsLinked = 0;
  #labelsLinked = 0;
  readonly #linking = new SingleFlight<void>();

  constructor(
    readonly catalogue: Catalogue,
    readonly table: LabelTable,
  ) {}

  /** 0 when the row has none, or when it came after the last `link`. */
  labelOf(row: Row): LabelId {
    return this.#labels[row] ?? 0;
  }

  /** Undefined when there never was a file, or when the label came after the last `link`. */
  rowOf(label: LabelId): Row | undefined {
    const place = this.#rows[label] ?? 0;
    return place === 0 ? undefined : place - 1;
  }

  /** Links what is not linked yet, in slices, until nothing is left. Who then must not miss anything asks `isLinked`. */
  async link(): Promise<void> {
    while (!this.isLinked()) await this.#linking.runAnew('', () => this.linkNew());
  }

  isLinked(): boolean {
    const isAllLinked = this.#rowsLinked === this.catalogue.columns.count && this.#labelsLinked === this.table.count;
    return isAllLinked && this.#linking.isIdle;
  }

  private async linkNew(): Promise<void> {
    const breather = new Breather();
    const [rows, labels] = [this.catalogue.columns.count, this.table.count];
    this.#labels = withRoom(this.#labels, rows);
    this.#rows = withRoom(this.#rows, labels + 1);
    // Both ways take as long: the shorter one is taken.
    if (labels - this.#labelsLinked > this.#rowsLinked) this.#rowsLinked = 0;
    else await this.linkLabels(labels, breather);
    this.#labelsLinked = labels;
    for (let row = this.#rowsLinked; row < rows; row += 1) {
      this.join(row, this.table.numberOf(this.catalogue.pathOf(row)));
      if (row % looksBetween === 0 && breather.isDue()) await breather.breathe();
    }
    this.#rowsLinked = rows;
  }

  /** Rows that are linked already may have got labels since. */
  private async linkLabels(labels: number, breather: Breather): Promise<void> {
    for (let label = this.#labelsLinked + 1; label <= labels; label += 1) {
      const row = this.catalogue.findEver(this.table.pathOf(label));
      if (row !== undefined && row < this.#rowsLinked) this.join(row, label);
      if (label % looksBetween === 0 && breather.isDue()) await breather.breathe();
    }
  }

  private join(row: Row, label: LabelId): void {
    this.#labels[row] = label;
    // A label that came while these were being linked has no place yet; it is linked in the next turn.
    if (label !== 0 && label < this.#rows.length) this.#rows[label] = row + 1;
  }
}

function withRoom(column: Uint32Array<ArrayBuffer>, count: number): Uint32Array<ArrayBuffer> {
  return count <= column.length ? column : extended(column, new Uint32Array(Math.ceil(count * 1.2)));
}
