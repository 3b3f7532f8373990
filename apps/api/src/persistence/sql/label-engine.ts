import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import type { Gesture, GestureKind, Operation, RefusedCount, View, ViewsDocument } from '#contracts';
import type { GalleryPath } from '../../shared/gallery-path.ts';
import { isoTime } from '../../shared/iso-time.ts';
import type { ActivityQuestion, NewItems, PastActivity } from '../activity-columns.ts';
import type { Content } from '../content.ts';
import type { GestureFilter } from '../label-store.ts';
import type { Refusals } from '../refusal-tally.ts';
import {
  toContent,
  toGesture,
  toKeptEpoch,
  toKeptGesture,
  toKeptOperation,
  toLabel,
  type KeptAnswer,
  type KeptEpoch,
  type KeptGesture,
  type KeptLabel,
  type KeptOperation,
  type Row,
} from './kept-rows.ts';
import { statements } from './statements.ts';

type Name = keyof typeof statements;

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

  /** One that the history tells of: labels are never removed. */
  labelOfItem(id: number): KeptLabel {
    const label = this.labelById(id);
    if (!label) throw new Error(`The history tells of item ${String(id)}, which is not there.`);
    return label;
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

  /** By its name, as whoever did it was told. */
  gestureOf(id: string): KeptGesture | undefined {
    const seq = parseInt(id.split('-')[0] ?? '', 36);
    const gesture = Number.isSafeInteger(seq) ? this.gesture(seq) : undefined;
    // The random part tells it from one of the same number in another line of history, before a restore.
    return gesture?.id === id ? gesture : undefined;
  }

  gesturesBetween(after: number, until: number, most: number): KeptGesture[] {
    return this.all('gesturesBetween', after, until, most).map(toKeptGesture);
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

  operationsAfter(gesture: number, item: number, most: number): KeptOperation[] {
    return this.all('operationsAfter', gesture, item, most).map(toKeptOperation);
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
      kind: gesture?.kind ?? 'edit',
      path,
      version: operation.version,
      changes: operation.changes,
      updated_by: gesture?.actor ?? '',
      client: gesture?.client ?? '',
      at: isoTime(gesture?.at ?? 0),
    };
  }

  activityAfter({ after: { seq, item }, until }: ActivityQuestion, most: number): PastActivity[] {
    return this.all('activityAfter', seq, item, until, most).map((row) => this.toActivity(row));
  }

  itemsAfter(id: number, most: number): NewItems {
    const rows = this.all('itemsAfter', id, most);
    return {
      ids: Uint32Array.from(rows, (row) => Number(row['id'])),
      paths: rows.map((row) => row['path']).join('\0'),
    };
  }

  content(path: GalleryPath): Content | undefined {
    const row = this.get('content', path);
    return row && toContent(row);
  }

  contentPathsAfter(path: GalleryPath, most: number): GalleryPath[] {
    return this.all('contentPathsAfter', path, most).map((row) => String(row['path']));
  }

  saveContent({ path, hash, size, mtime, inode }: Content): void {
    this.run('saveContent', path, hash, size, mtime, inode);
  }

  dropContent(path: GalleryPath): void {
    this.run('dropContent', path);
  }

  views(): ViewsDocument {
    const row = this.get('views');
    return { version: Number(row?.['version']), views: JSON.parse(String(row?.['document'])) as View[] };
  }

  saveViews({ version, views }: ViewsDocument): void {
    this.run('saveViews', version, JSON.stringify(views));
  }

  countRefusals({ hour, actor, count, written }: Refusals): void {
    this.run('countRefusals', hour, actor, count, written);
  }

  refusals(fromHour: number, toHour: number): RefusedCount[] {
    return this.all('refusals', fromHour, toHour).map(({ actor, count, written }) => ({
      name: String(actor),
      count: Number(count),
      written: Number(written),
    }));
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

  /** The latest starts, the earliest of them first. */
  epochs(most: number): KeptEpoch[] {
    return this.all('epochs', most).reverse().map(toKeptEpoch);
  }

  beginEpoch({ epoch, beganAt, startedAt }: KeptEpoch): void {
    this.run('beginEpoch', epoch, beganAt, startedAt);
  }

  private toActivity({ seq, item, at, kind, count, actor, detail }: Row): PastActivity {
    const undoes = detail === null ? undefined : (JSON.parse(String(detail)) as KeptGesture['detail']).undoes;
    const undone = undoes === undefined ? undefined : this.gestureOf(undoes)?.actor;
    return {
      ...{ seq: Number(seq), item: Number(item), at: Number(at), kind: kind as GestureKind },
      ...{ count: Number(count), actor: String(actor), undone },
    };
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

function orNull(value: object | undefined): string | null {
  return value === undefined ? null : JSON.stringify(value);
}
