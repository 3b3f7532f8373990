import type { Label } from './label.ts';
import type { LabelId } from './label-id.ts';

/** A label as it was; undefined when nobody had written on the item yet. */
export type HeldLabel = Omit<Label, 'path'> | undefined;

/** Numbers and texts of labels that one reader may have held for it: some 100 MB. */
const mostHeld = 1_500_000;
const charactersOfOne = 64;

/**
 * All labels as they were at one moment, for whoever takes long to read them. Nothing is copied then, and no transaction is
 * held open: what a label was is kept when it changes for the first time.
 */
export class HeldLabels {
  readonly #former = new Map<LabelId, HeldLabel>();
  #held = 0;

  constructor(
    /** Of the last write that counts. */
    readonly seq: number,
    private readonly read: (id: LabelId) => HeldLabel,
    private readonly most = mostHeld,
  ) {}

  /** More has changed since than is kept: what labels were is not known any more. */
  get isLost(): boolean {
    return this.#held > this.most;
  }

  /** These are about to change. */
  keep(ids: Iterable<LabelId>): void {
    for (const id of ids) {
      if (this.isLost) {
        this.#former.clear();
        return;
      }
      if (this.#former.has(id)) continue;
      const label = this.read(id);
      this.#former.set(id, label);
      this.#held += 1 + weightOf(label);
    }
  }

  /** 0 stands for an item without a label, also if it has one by now. */
  at(id: LabelId): HeldLabel {
    if (this.isLost) throw new Error('Too many labels have changed since the moment that was held.');
    return this.#former.has(id) ? this.#former.get(id) : this.read(id);
  }
}

function weightOf(label: HeldLabel): number {
  if (!label) return 0;
  const { metrics = {}, notes } = label;
  return Object.keys(metrics).length + Math.ceil(notes.length / charactersOfOne);
}
