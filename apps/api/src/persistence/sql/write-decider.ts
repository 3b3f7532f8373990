import {
  labelFields,
  limits,
  type BulkPatch,
  type GestureKind,
  type LabelPatch,
  type Metrics,
  type MetricsOfItem,
  type SkippedField,
  type View,
} from '#contracts';
import { defaultLabel, type Label } from '../label.ts';
import type { Base } from '../../shared/if-match.ts';
import type { Accepted, Answer, Change, Outcome, Write } from '../label-store.ts';
import { importFile } from '../import-file.ts';
import { LabelsFileError } from '../labels-file/labels-file-error.ts';
import { mergeAs } from '../merge-labels.ts';
import { changesBetween, isOverfull, patched } from '../patch-label.ts';
import { followFiles } from './follow-files.ts';
import { GestureInProgress } from './gesture-in-progress.ts';
import type { KeptLabel } from './kept-rows.ts';
import type { LabelEngine } from './label-engine.ts';
import { planUndo } from './plan-undo.ts';

/** So far back it is looked up what has changed since the version that a refused write named. */
const operationsLookedAt = 200;
/** Fields listed in an undo's answer as left alone. */
const skippedListed = 1000;

/**
 * Decides writes, one after the other, inside a transaction that somebody else has begun. Everything it knows it reads
 * from the database, so a transaction that is undone leaves nothing behind here.
 */
export class WriteDecider {
  constructor(private readonly engine: LabelEngine) {}

  /** The first answer to a key is the answer to the key. */
  decide(write: Write): Outcome {
    const known = this.engine.answerTo(write.principal, write.key);
    if (known && known.fingerprint !== write.fingerprint) return { kind: 'key-reused' };
    if (known) return { kind: 'done', answer: JSON.parse(known.answer) as Answer, accepted: null, isReplay: true };
    const outcome = this.decideNew(write, write.change);
    // Refusals are not remembered: whoever mends the request may keep its key.
    if (outcome.kind === 'done') {
      const { principal, key, fingerprint, at } = write;
      this.engine.saveAnswer(principal, key, fingerprint, at, JSON.stringify(outcome.answer));
    }
    return outcome;
  }

  private decideNew(write: Write, change: Change): Outcome {
    switch (change.kind) {
      case 'edit':
        return this.edit(write, change.path, change.base, change.patch);
      case 'bulk':
        return this.bulk(write, change.paths === '' ? [] : change.paths.split('\0'), change.patch, change.missing);
      case 'metrics':
        return this.metrics(write, change.items, change.missing);
      case 'undo':
        return this.undo(write, change.gesture, change.onlyOf);
      case 'follow':
        return this.follow(write, change);
      case 'views':
        return this.replaceViews(write, change.base, change.views);
      case 'merge':
        return this.counted(mergeAs(write, this.engine, change.labels), change.labels.length, 0);
      case 'import':
        return this.import(write, change);
      case 'recall':
        return { kind: 'key-unknown' };
    }
  }

  private edit(write: Write, path: string, base: Base, patch: LabelPatch): Outcome {
    const label = this.labelAt(path);
    if (base !== 'any' && !base.includes(label.version)) {
      return { kind: 'conflict', current: plain(label), changedFields: this.changedSince(label, base) };
    }
    const after = patched(label, patch);
    if (isOverfull(label, after)) return { kind: 'too-many-tags', path };
    const changes = changesBetween(label, after);
    if (!changes) return done({ kind: 'label', label: plain(label), gestureId: null });
    const gesture = this.begin(write, 'edit');
    const changed = gesture.change(label, after, changes);
    const accepted = gesture.accept({ patch });
    return done({ kind: 'label', label: plain(changed), gestureId: accepted.gestureId }, accepted);
  }

  /** All of it or none: when one item cannot take it, what was done to those before is undone. */
  private bulk(write: Write, paths: readonly string[], patch: BulkPatch, missing: number): Outcome {
    return this.engine.attempt(
      () => this.bulkInSteps(write, paths, patch, missing),
      ({ kind }) => kind !== 'done',
    );
  }

  private bulkInSteps(write: Write, paths: readonly string[], patch: BulkPatch, missing: number): Outcome {
    const gesture = this.begin(write, 'bulk');
    for (const path of paths) {
      const label = this.labelAt(path);
      const after = patched(label, patch);
      if (isOverfull(label, after)) return { kind: 'too-many-tags', path };
      const changes = changesBetween(label, after);
      if (changes) gesture.change(label, after, changes);
    }
    return this.counted(gesture.acceptIfChanged({ patch }), paths.length, missing);
  }

  private metrics(write: Write, items: readonly MetricsOfItem[], missing: number): Outcome {
    return this.engine.attempt(
      () => this.metricsInSteps(write, items, missing),
      ({ kind }) => kind !== 'done',
    );
  }

  private metricsInSteps(write: Write, items: readonly MetricsOfItem[], missing: number): Outcome {
    const gesture = this.begin(write, 'metrics');
    const allKeys = new Set<string>();
    for (const { path, metrics } of items) {
      const label = this.labelAt(path);
      const keys = Object.keys(metrics).filter((key) => label.metrics?.[key] !== metrics[key]);
      const after = { ...label.metrics, ...metrics };
      if (hasTooMany(label.metrics, after)) return { kind: 'too-many-metrics', path };
      for (const key of keys) allKeys.add(key);
      if (keys.length > 0) gesture.change(label, { ...label, metrics: after }, { metrics: keys });
    }
    const accepted = gesture.acceptIfChanged({ metric_keys: [...allKeys] });
    return this.counted(accepted, items.length, missing);
  }

  private counted(accepted: Accepted | null, matched: number, missing: number): Outcome {
    const changed = accepted?.count ?? 0;
    const gestureId = accepted?.gestureId ?? null;
    return done({ kind: 'bulk', gestureId, matched, changed, unchanged: matched - changed, missing }, accepted);
  }

  /** A file that turns out bad in the middle has done nothing. */
  private import(write: Write, change: Extract<Change, { kind: 'import' }>): Outcome {
    const read = new Int32Array(change.progress);
    const tell = (count: number): void => void Atomics.store(read, 0, count);
    return this.engine.attempt(
      () => importOutcome(() => importFile(this.engine, write, change, tell)),
      ({ kind }) => kind !== 'done',
    );
  }

  private follow(write: Write, change: Extract<Change, { kind: 'follow' }>): Outcome {
    const gesture = this.begin(write, 'follow');
    const moves = followFiles(this.engine, gesture, change);
    const [only] = moves;
    const between = moves.length === 1 && only ? { from: only.from, to: only.to.path } : {};
    const accepted = gesture.acceptIfChanged({ followed: { files: moves.length, ...between } });
    return done({ kind: 'follow', gestureId: accepted?.gestureId ?? null, files: moves.length }, accepted);
  }

  private undo(write: Write, gestureId: string, onlyOf: string | null): Outcome {
    const undone = this.engine.gestureOf(gestureId);
    if (!undone) return { kind: 'no-such-gesture' };
    if (onlyOf !== null && undone.actor !== onlyOf) return { kind: 'gesture-of-another', actor: undone.actor };
    if (undone.kind === 'metrics') return { kind: 'not-undoable', gestureKind: undone.kind };
    const gesture = this.begin(write, 'undo');
    const skipped: SkippedField[] = [];
    let skippedCount = 0;
    for (const plan of planUndo(this.engine, undone.seq)) {
      const { label, after, changes, leftAlone, leftNumbers } = plan;
      const left = leftNumbers.length > 0 ? ([...leftAlone, 'metrics'] as const) : leftAlone;
      skippedCount += left.length;
      for (const field of left.slice(0, skippedListed - skipped.length)) {
        skipped.push({ path: label.path, field, by: this.authorOf(label, field, leftNumbers) });
      }
      if (changes) gesture.change(label, after, changes);
    }
    const accepted = gesture.acceptIfChanged({ undoes: gestureId });
    const reverted = accepted?.count ?? 0;
    return done({ kind: 'undo', gestureId: accepted?.gestureId ?? null, reverted, skipped, skippedCount }, accepted);
  }

  private replaceViews(write: Write, base: Base, wanted: readonly View[]): Outcome {
    const current = this.engine.views();
    if (base !== 'any' && !base.includes(current.version)) return { kind: 'views-conflict', current };
    const makers = new Map(current.views.map((view) => [view.id, view.created_by]));
    const views = wanted.map((view) => ({ ...view, created_by: makers.get(view.id) ?? write.actor }));
    const isSame = JSON.stringify(views) === JSON.stringify(current.views);
    const document = isSame ? current : { version: current.version + 1, views };
    if (!isSame) this.engine.saveViews(document);
    return done({ kind: 'views', document });
  }

  private begin(write: Write, kind: GestureKind): GestureInProgress {
    return new GestureInProgress(this.engine, write, kind);
  }

  private labelAt(path: string): KeptLabel {
    return this.engine.label(path) ?? { ...defaultLabel(path), id: 0, seq: 0 };
  }

  /** Which fields are not what the writer believes. All of them, when that version is unknown or too long ago. */
  private changedSince(label: KeptLabel, base: readonly number[]): string[] {
    const seen = Math.max(...base.filter((version) => version < label.version), 0);
    const since = label.version - seen;
    if (seen === 0 || since > operationsLookedAt) return [...labelFields];
    const newer = this.engine.operationsFrom(label.id, label.seq, since);
    // What came with a file has no history.
    if (newer.length < since) return [...labelFields];
    const fields = newer.flatMap(({ changes }) => Object.keys(changes)).filter((name) => name !== 'followed');
    return [...new Set(fields)];
  }

  /** Who changed this field last, or one of these numbers. */
  private authorOf(label: KeptLabel, field: SkippedField['field'], numbers: readonly string[]): string {
    const operations = this.engine.operationsFrom(label.id, label.seq, operationsLookedAt);
    const last = operations.find(({ changes }) =>
      field === 'metrics' ? changes.metrics?.some((name) => numbers.includes(name)) : changes[field] !== undefined,
    );
    return (last && this.engine.gesture(last.seq)?.actor) ?? label.updatedBy;
  }
}

function importOutcome(work: () => ReturnType<typeof importFile>): Outcome {
  try {
    const { accepted, ...counts } = work();
    return done({ kind: 'import', gestureId: accepted?.gestureId ?? null, ...counts }, accepted);
  } catch (error) {
    if (error instanceof LabelsFileError) return { kind: 'bad-file', line: error.line, reason: error.reason };
    throw error;
  }
}

/** What came from elsewhere with more may keep them, and change them. */
function hasTooMany(before: Metrics = {}, after: Metrics): boolean {
  const count = Object.keys(after).length;
  return count > limits.metricsPerItem && count > Object.keys(before).length;
}

/** Without where it lies. */
function plain({ path, version, star, tags, notes, metrics, updatedAt, updatedBy }: KeptLabel): Label {
  return { path, version, star, tags, notes, metrics, updatedAt, updatedBy };
}

function done(answer: Answer, accepted: Accepted | null = null): Outcome {
  return { kind: 'done', answer, accepted, isReplay: false };
}
