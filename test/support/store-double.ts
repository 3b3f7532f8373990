import { LabelStore, type FlushResult, type Outcome, type Write } from '../../apps/api/src/persistence/label-store.ts';
import type { Label } from '../../apps/api/src/persistence/label.ts';
import { columnsOf } from '../../apps/api/src/persistence/label-columns.ts';

interface Settled<Value> {
  readonly resolve: (value: Value) => void;
  readonly reject: (error: Error) => void;
}

/** A store that answers when the test says so: what comes before and after the answer can then be looked at. */
export class StoreDouble extends LabelStore {
  readonly lost = new Promise<Error>(() => undefined);
  readonly commits: (Settled<Outcome> & { readonly write: Write })[] = [];
  readonly flushes: (Settled<FlushResult> & { readonly savedAt: number })[] = [];
  readonly waiting = 0;
  readonly lastCommitMs = 0;
  /** What it begins with. */
  labels: readonly Label[] = [];
  probeFails: Error | undefined;
  loadFails: Error | undefined;

  facts = {
    storeId: 'store',
    epoch: 'epoch',
    epochs: [{ epoch: 'epoch', beganAt: 0 }],
    seq: 0,
    flushedSeq: 0,
    labels: 0,
    durability: 'disk' as 'disk' | 'memory',
    warnings: [],
  };

  commit(write: Write): Promise<Outcome> {
    return new Promise((resolve, reject) => this.commits.push({ write, resolve, reject }));
  }

  flush(savedAt: number): Promise<FlushResult> {
    return new Promise((resolve, reject) => this.flushes.push({ savedAt, resolve, reject }));
  }

  load(): ReturnType<LabelStore['load']> {
    if (this.loadFails) return Promise.reject(this.loadFails);
    return Promise.resolve({ labels: columnsOf(this.labels), next: null });
  }

  labelsOf(paths: readonly string[]): ReturnType<LabelStore['labelsOf']> {
    return Promise.resolve(columnsOf(this.labels.filter(({ path }) => paths.includes(path))));
  }

  probe(): Promise<void> {
    return this.probeFails ? Promise.reject(this.probeFails) : Promise.resolve();
  }

  rehearseUndo = notNeeded;
  keptLabels = notNeeded;
  views = notNeeded;
  history = notNeeded;
  gestures = notNeeded;
  gestureItems = notNeeded;
  activityAfter = notNeeded;
  refusals = notNeeded;
  examine: LabelStore['examine'] = notNeeded;
  stopExamining: LabelStore['stopExamining'] = notNeeded;
  writesBetween: LabelStore['writesBetween'] = notNeeded;
  contentsOf = notNeeded;
  contentPathsAfter = notNeeded;
  keepContents = notNeeded;
  pruneKeys = notNeeded;
  look = () => Promise.resolve();
  close = notNeeded;
}

function notNeeded(): Promise<never> {
  return Promise.reject(new Error('No test of this kind asks for it.'));
}

/** What waits for nothing but other promises has happened after this. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
