import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import type { Gesture, GestureKind, Operation, OperationChanges, Star, View, ViewsDocument } from '#contracts';
import type { GalleryPath } from '../../shared/gallery-path.ts';
import { isoTime } from '../../shared/iso-time.ts';
import type { Label } from '../label.ts';
import type { GestureFilter } from '../label-store.ts';
import { statements } from './statements.ts';

type Name = keyof typeof statements;
type Row = Readonly<Record<string, string | number | null>>;

/** A label, where it lies, and the operation that made it so. */
export interface KeptLabel extends Label {
  readonly id: number;
  /** 0 when there is none: nobody wrote yet, or it came with a file. */
  readonly seq: number;
}

export interface KeptAnswer {
  readonly fingerprint: string;
  readonly answer: string;
}

export interface KeptOperation {
  readonly seq: number;
  readonly item: number;
  readonly version: number;
  readonly previous: number;
  readonly changes: OperationChanges;
}

export interface KeptGesture {
  readonly seq: number;
  readonly id: string;
  readonly kind: GestureKind;
  readonly at: number;
  readonly actor: string;
  readonly client: string;
  readonly count: number;
  readonly detail: Pick<Gesture, 'patch' | 'metric_keys' | 'undoes'>;
}

export type CounterName = 'seq' | 'label';

/** The statements, as functions. It decides nothing; rows become values here and nowhere else. */
export class LabelEngine {
  readonly #prepared = new Map<Name, StatementSync>();

  constructor(readonly db: DatabaseSync) {}

  /** Durable when it returns; undone as a whole when the work throws. */
  transaction<Result>(work: () => Result): Result {
    this.db.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.db.exec('COMMIT');
      return result;
    } catch (error) {
      // A full disk may have ended it already.
      if (this.db.isTransaction) this.db.exec('ROLLBACK');
      throw error;
    }
  }

  /** A part of a transaction that is undone by itself when the work says so. */
  attempt<Result>(work: () => Result, isRefused: (result: Result) => boolean): Result {
    this.db.exec('SAVEPOINT attempt');
    const result = work();
    // Whatever it throws ends the whole transaction, and this with it.
    this.db.exec(isRefused(result) ? 'ROLLBACK TO attempt; RELEASE attempt' : 'RELEASE attempt');
    return result;
  }

  /** Everything the work reads is of one moment, and whatever it writes is taken back: for long reads and rehearsals. */
  snapshot<Result>(work: () => Result): Result {
    this.db.exec('BEGIN');
    try {
      return work();
    } finally {
      // A full disk may have ended it already.
      if (this.db.isTransaction) this.db.exec('ROLLBACK');
    }
  }

  counter(name: CounterName): number {
    return Number(this.get('counter', name)?.['value'] ?? 0);
  }

  setCounter(name: CounterName, value: number): void {
    this.run('setCounter', name, value);
  }

  meta(name: string): string | undefined {
    return this.get('meta', name)?.['value'] as string | undefined;
  }

  setMeta(name: string, value: string): void {
    this.run('setMeta', name, value);
  }

  label(path: GalleryPath): KeptLabel | undefined {
    const row = this.get('label', path);
    return row && toLabel(row);
  }

  labelById(id: number): KeptLabel | undefined {
    const row = this.get('labelById', id);
    return row && toLabel(row);
  }

  saveLabel(label: KeptLabel): void {
    const { id, path, version, star, tags, notes, metrics, extra, updatedAt, updatedBy, seq } = label;
    const texts = [JSON.stringify(tags), notes, orNull(metrics), orNull(extra)] as const;
    this.run('saveLabel', id, path, version, star, ...texts, updatedAt, updatedBy, seq);
  }

  labelsAfter(id: number, most: number): KeptLabel[] {
    return this.all('labelsAfter', id, most).map(toLabel);
  }

  *labelsByPath(): Generator<KeptLabel> {
    for (const row of this.prepared('labelsByPath').iterate()) yield toLabel(row as Row);
  }

  answerTo(principal: string, key: string): KeptAnswer | undefined {
    const row = this.get('answerTo', principal, key);
    return row && { fingerprint: String(row['fingerprint']), answer: String(row['answer']) };
  }

  saveAnswer(principal: string, key: string, fingerprint: string, at: number, answer: string): void {
    this.run('saveAnswer', principal, key, fingerprint, at, answer);
  }

  /** Forgets at most so many of the oldest that are older than this, or beyond the number that is kept. */
  pruneAnswers(olderThan: number, kept: number, most: number): number {
    return Number(this.prepared('pruneAnswers').run(kept, olderThan, most).changes);
  }

  saveGesture({ seq, id, kind, at, actor, client, count, detail }: KeptGesture): void {
    this.run('saveGesture', seq, id, kind, at, actor, client, count, JSON.stringify(detail));
  }

  gesture(seq: number): KeptGesture | undefined {
    const row = this.get('gesture', seq);
    return row && toKeptGesture(row);
  }

  gestures({ by, from, to, before }: GestureFilter, most: number): Gesture[] {
    const range = [before ?? Number.MAX_SAFE_INTEGER, from ?? 0, to ?? Number.MAX_SAFE_INTEGER] as const;
    const rows = by === undefined ? this.all('gestures', ...range, most) : this.all('gesturesBy', ...range, by, most);
    return rows.map(toKeptGesture).map(toGesture);
  }

  saveOperation({ seq, item, version, previous, changes }: KeptOperation): void {
    this.run('saveOperation', seq, item, version, previous, JSON.stringify(changes));
  }

  *operationsOf(gesture: number): Generator<KeptOperation> {
    for (const row of this.prepared('operationsOf').iterate(gesture)) yield toKeptOperation(row as Row);
  }

  /** The operations of an item, the newest first, beginning with this one. */
  operationsFrom(item: number, seq: number, most: number): KeptOperation[] {
    return this.all('operationsFrom', item, seq, most).map(toKeptOperation);
  }

  operation(seq: number, item: number): KeptOperation | undefined {
    const row = this.get('operation', seq, item);
    return row && toKeptOperation(row);
  }

  describe(operation: KeptOperation, path: GalleryPath): Operation {
    const gesture = this.gesture(operation.seq);
    return {
      seq: operation.seq,
      gesture_id: gesture?.id ?? '',
      path,
      version: operation.version,
      changes: operation.changes,
      updated_by: gesture?.actor ?? '',
      client: gesture?.client ?? '',
      at: isoTime(gesture?.at ?? 0),
    };
  }

  views(): ViewsDocument {
    const row = this.get('views');
    return { version: Number(row?.['version']), views: JSON.parse(String(row?.['document'])) as View[] };
  }

  saveViews({ version, views }: ViewsDocument): void {
    this.run('saveViews', version, JSON.stringify(views));
  }

  countRefusal(hour: number, actor: string, count: number): void {
    this.run('countRefusal', hour, actor, count);
  }

  latestEpoch(): string {
    return String(this.get('latestEpoch')?.['epoch'] ?? '');
  }

  /** The sequence number with which an epoch ended; that of now for the one that lasts. Undefined when it never was. */
  lastSeqIn(epoch: string): number | undefined {
    if (!this.get('epoch', epoch)) return undefined;
    const next = this.get('epochAfter', epoch);
    return next ? Number(next['began_at']) : this.counter('seq');
  }

  beginEpoch(epoch: string, beganAt: number, startedAt: number): void {
    this.run('beginEpoch', epoch, beganAt, startedAt);
  }

  private prepared(name: Name): StatementSync {
    const known = this.#prepared.get(name);
    if (known) return known;
    const made = this.db.prepare(statements[name]);
    this.#prepared.set(name, made);
    return made;
  }

  private get(name: Name, ...values: SQLInputValue[]): Row | undefined {
    // Our own columns: none is a blob or larger than a safe integer.
    return this.prepared(name).get(...values) as Row | undefined;
  }

  private all(name: Name, ...values: SQLInputValue[]): Row[] {
    return this.prepared(name).all(...values) as Row[];
  }

  private run(name: Name, ...values: SQLInputValue[]): void {
    this.prepared(name).run(...values);
  }
}

function toLabel(row: Row): KeptLabel {
  const { metrics, extra } = row;
  return {
    id: Number(row['id']),
    path: String(row['path']),
    version: Number(row['version']),
    star: row['star'] as Star,
    tags: row['tags'] === '[]' ? [] : (JSON.parse(String(row['tags'])) as string[]),
    notes: String(row['notes']),
    metrics: metrics === null ? undefined : (JSON.parse(String(metrics)) as Label['metrics']),
    extra: extra === null ? undefined : (JSON.parse(String(extra)) as Label['extra']),
    updatedAt: Number(row['updated_at']),
    updatedBy: String(row['updated_by']),
    seq: Number(row['seq']),
  };
}

function toKeptOperation(row: Row): KeptOperation {
  return {
    seq: Number(row['seq']),
    item: Number(row['item']),
    version: Number(row['version']),
    previous: Number(row['previous']),
    changes: JSON.parse(String(row['changes'])) as OperationChanges,
  };
}

function toKeptGesture(row: Row): KeptGesture {
  return {
    seq: Number(row['seq']),
    id: String(row['id']),
    kind: row['kind'] as GestureKind,
    at: Number(row['at']),
    actor: String(row['actor']),
    client: String(row['client']),
    count: Number(row['count']),
    detail: JSON.parse(String(row['detail'])) as KeptGesture['detail'],
  };
}

function toGesture({ id, at, actor, client, detail, seq, kind, count }: KeptGesture): Gesture {
  return { seq, gesture_id: id, kind, count, ...detail, updated_by: actor, client, at: isoTime(at) };
}

function orNull(value: object | undefined): string | null {
  return value === undefined ? null : JSON.stringify(value);
}
