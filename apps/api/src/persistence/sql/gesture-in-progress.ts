import { randomBytes } from 'node:crypto';
import type { GestureKind, OperationChanges } from '#contracts';
import { columnsMax, columnsOf, type LabelColumns } from '../label-columns.ts';
import type { Accepted, Write } from '../label-store.ts';
import type { Label } from '../label.ts';
import type { KeptGesture, KeptLabel } from './kept-rows.ts';
import type { LabelEngine } from './label-engine.ts';

/** One accepted write while its changes are being made. Numbers are taken only when something does change. */
export class GestureInProgress {
  /** A hundred thousand labels as objects would take a quarter of a gigabyte: they are packed as they come. */
  readonly #packed: LabelColumns[] = [];
  #changed: KeptLabel[] = [];
  #count = 0;
  #seq = 0;
  #nextLabel = 0;

  constructor(
    private readonly engine: LabelEngine,
    private readonly write: Pick<Write, 'at' | 'actor' | 'client'>,
    private readonly kind: GestureKind,
  ) {}

  /** Stores the item's new state and what was done to it. What comes from elsewhere brings its own date and author. */
  change(
    label: KeptLabel,
    after: Pick<Label, 'star' | 'tags' | 'notes' | 'metrics'>,
    changes: OperationChanges,
    { updatedAt, updatedBy } = { updatedAt: this.write.at, updatedBy: this.write.actor },
  ): KeptLabel {
    if (this.#seq === 0) {
      this.#seq = this.engine.counter('seq') + 1;
      this.#nextLabel = this.engine.counter('label') + 1;
    }
    const { star, tags, notes, metrics } = after;
    const changed = {
      ...label,
      ...{ star, tags, notes, metrics: 'metrics' in after ? metrics : label.metrics },
      id: label.id || this.#nextLabel++,
      version: label.version + 1,
      // A clock that was set back does not make the newer state look older.
      updatedAt: Math.max(updatedAt, label.updatedAt),
      updatedBy,
      seq: this.#seq,
    };
    this.engine.saveLabel(changed);
    const { id: item, version } = changed;
    this.engine.saveOperation({ seq: this.#seq, item, version, previous: label.seq, changes });
    this.#changed.push(changed);
    this.#count += 1;
    if (this.#changed.length === columnsMax) this.pack();
    return changed;
  }

  acceptIfChanged(detail: KeptGesture['detail']): Accepted | null {
    return this.#count > 0 ? this.accept(detail) : null;
  }

  accept(detail: KeptGesture['detail']): Accepted {
    const { at, actor, client } = this.write;
    const id = `${this.#seq.toString(36)}-${randomBytes(6).toString('base64url')}`;
    const count = this.#count;
    this.pack();
    this.engine.setCounter('seq', this.#seq);
    this.engine.setCounter('label', this.#nextLabel - 1);
    this.engine.saveGesture({ seq: this.#seq, id, kind: this.kind, at, actor, client, count, detail });
    return {
      seq: this.#seq,
      gestureId: id,
      kind: this.kind,
      at,
      actor,
      count,
      patch: detail.patch,
      metricKeys: detail.metric_keys,
      labels: this.#packed,
    };
  }

  private pack(): void {
    if (this.#changed.length > 0) this.#packed.push(columnsOf(this.#changed));
    this.#changed = [];
  }
}
