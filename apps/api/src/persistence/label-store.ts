import type {
  BulkPatch,
  Durability,
  Gesture,
  GestureItem,
  GestureKind,
  LabelPatch,
  MetricsOfItem,
  Operation,
  RefusedCount,
  SkippedField,
  StreamEvents,
  View,
  ViewsDocument,
} from '#contracts';
import type { Base } from '../shared/if-match.ts';
import type { GalleryPath } from '../shared/gallery-path.ts';
import type { ActivityColumns, ActivityQuestion } from './activity-columns.ts';
import type { AskedExamination, ExaminedPage, ImportCounts, ImportWish } from './import-wish.ts';
import type { Content, PackedContents } from './content.ts';
import type { KeptLabels } from './kept-labels.ts';
import type { Label } from './label.ts';
import type { LabelColumns } from './label-columns.ts';

/** A request to change something, as the store decides it. */
export interface Write {
  /** Whose request it is: the keys of one person never meet those of another. */
  readonly principal: string;
  /** The Idempotency-Key. */
  readonly key: string;
  /** Stands for everything that was asked; the same key with another one is refused. */
  readonly fingerprint: string;
  /** The name that becomes `updated_by`. */
  readonly actor: string;
  /** The tab or program, hashed: its id itself is a secret. */
  readonly client: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly change: Change;
}

export type Change =
  | { readonly kind: 'edit'; readonly path: GalleryPath; readonly base: Base; readonly patch: LabelPatch }
  /** Paths joined by NUL: a hundred thousand of them cross to another thread as one text. */
  | { readonly kind: 'bulk'; readonly paths: string; readonly missing: number; readonly patch: BulkPatch }
  | { readonly kind: 'metrics'; readonly items: readonly MetricsOfItem[]; readonly missing: number }
  /** `onlyOf`: of whom it may be; null is anybody. */
  | { readonly kind: 'undo'; readonly gesture: string; readonly onlyOf: string | null }
  /** Labels of these paths, joined by NUL, go with their files: each to the path in its place, which holds that content now. */
  | { readonly kind: 'follow'; readonly from: string; readonly to: PackedContents }
  | { readonly kind: 'views'; readonly base: Base; readonly views: readonly View[] }
  /** Labels from elsewhere, united with those that are here. */
  | { readonly kind: 'merge'; readonly labels: readonly Label[] }
  /** Labels of a file, which the store reads itself. In `progress` it counts what it has gone through. */
  | ({ readonly kind: 'import'; readonly progress: SharedArrayBuffer } & ImportWish)
  /** Changes nothing: only the answer to the key is wanted, if it has one. */
  | { readonly kind: 'recall' };

/** What the store answers. A refusal is a value, not an error: nothing was changed, and that is certain. */
export type Outcome =
  | { readonly kind: 'done'; readonly answer: Answer; readonly accepted: Accepted | null; readonly isReplay: boolean }
  | { readonly kind: 'conflict'; readonly current: Label; readonly changedFields: readonly string[] }
  | { readonly kind: 'views-conflict'; readonly current: ViewsDocument }
  | { readonly kind: 'too-many-tags' | 'too-many-metrics'; readonly path: GalleryPath }
  | { readonly kind: 'bad-file'; readonly line: number; readonly reason: string }
  | { readonly kind: 'no-such-gesture' }
  | { readonly kind: 'gesture-of-another'; readonly actor: string }
  | { readonly kind: 'not-undoable'; readonly gestureKind: GestureKind }
  | { readonly kind: 'key-reused' }
  | { readonly kind: 'key-unknown' };

/** What is remembered with the key, so that a repeated request is answered as the first one was. */
export type Answer =
  | { readonly kind: 'label'; readonly label: Label; readonly gestureId: string | null }
  | ({ readonly kind: 'bulk'; readonly gestureId: string | null } & BulkCounts)
  | ({ readonly kind: 'undo'; readonly gestureId: string | null } & UndoResult)
  /** So many files were followed. */
  | { readonly kind: 'follow'; readonly gestureId: string | null; readonly files: number }
  | ({ readonly kind: 'import'; readonly gestureId: string | null } & ImportCounts)
  | { readonly kind: 'views'; readonly document: ViewsDocument };

export interface BulkCounts {
  readonly matched: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly missing: number;
}

export interface UndoResult {
  readonly reverted: number;
  /** The first thousand. */
  readonly skipped: readonly SkippedField[];
  readonly skippedCount: number;
}

/** A change that is on disk: what memory takes over, and others are told. */
export interface Accepted {
  readonly seq: number;
  readonly gestureId: string;
  readonly kind: GestureKind;
  readonly at: number;
  readonly actor: string;
  readonly count: number;
  readonly patch?: LabelPatch | BulkPatch | undefined;
  readonly metricKeys?: readonly string[] | undefined;
  readonly labels: readonly LabelColumns[];
  /** So many parts of `labels` are still where the store decides. Nobody outside of it sees that. */
  readonly parts?: number | undefined;
}

/** The time from one start to the next. Its writes are those after `beganAt`, up to the `beganAt` of the next. */
export interface Epoch {
  readonly epoch: string;
  readonly beganAt: number;
}

/** An accepted write as the stream tells it. */
export interface ToldWrite {
  readonly seq: number;
  readonly name: keyof StreamEvents;
  /** JSON. */
  readonly data: string;
}

/** What a store tells of itself once it is open. */
export interface StoreFacts {
  readonly storeId: string;
  /** Names the time since this start, for cursors. */
  readonly epoch: string;
  /** The starts that are remembered, the earliest first; the last one is this. */
  readonly epochs: readonly Epoch[];
  /** Sequence number of the last accepted write. */
  readonly seq: number;
  /** Sequence number up to which labels.json seems to hold everything. */
  readonly flushedSeq: number;
  /** How many labels there are, more or less: room is made for them. */
  readonly labels: number;
  readonly durability: Durability;
  /** What an operator should know: a weaker guarantee, labels of another place. */
  readonly warnings: readonly string[];
}

export interface HistoryPage {
  readonly operations: readonly Operation[];
  readonly next: number | null;
}

export interface GesturesPage {
  readonly gestures: readonly Gesture[];
  readonly next: number | null;
}

/** What a gesture did to which items, in the order in which these were first written on. */
export interface GestureItemsPage {
  readonly seq: number;
  readonly items: readonly Pick<GestureItem, 'path' | 'version' | 'changes'>[];
  readonly next: number | null;
}

export interface GestureFilter {
  readonly by?: string | undefined;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly before?: number | undefined;
}

/** What became of an attempt to write labels.json. */
export type FlushResult =
  | { readonly kind: 'written'; readonly seq: number; readonly items: number; readonly milliseconds: number }
  | { readonly kind: 'foreign' | 'failed'; readonly reason: string };

/**
 * Where labels are kept. It decides: key, version, label and history are one transaction, and `commit` answers when
 * that is as durable as this store can make it. Nobody else may change what is in it.
 *
 * A method that fails throws a Problem (`storage_full`, `storage_failed`, `overloaded`); a write that fails so is
 * certainly not done, except where `storage_failed` says that it is not known: the key tells on the next try.
 */
export abstract class LabelStore {
  abstract readonly facts: StoreFacts;
  /** Resolves, with the reason, when the store is gone for good: nothing can be kept any more. */
  abstract readonly lost: Promise<Error>;

  /** Outcomes of writes that change something arrive in the order of their sequence numbers. */
  abstract commit(write: Write): Promise<Outcome>;
  /** What an undo would do. */
  abstract rehearseUndo(gesture: string): Promise<Outcome>;

  /** Every label that is not the default, in pages: give the `next` of the page before, 0 at first. */
  abstract load(after: number): Promise<{ readonly labels: LabelColumns; readonly next: number | null }>;
  /** Those of these items that have one. */
  abstract labelsOf(paths: readonly GalleryPath[]): Promise<LabelColumns>;
  /** The same with all that is kept of them, as it is when they are read. */
  abstract keptLabels(paths: readonly GalleryPath[]): Promise<KeptLabels>;
  abstract views(): Promise<ViewsDocument>;
  /** The newest first; those before this sequence number. */
  abstract history(path: GalleryPath, before: number | null): Promise<HistoryPage>;
  abstract gestures(filter: GestureFilter): Promise<GesturesPage>;

  /** The items of a gesture after this one, as many as asked for; null when there is no such gesture. */
  abstract gestureItems(gesture: string, after: number, most: number): Promise<GestureItemsPage | null>;

  /** What was done to items, in order; as much as makes a page, and nothing when there is no more. */
  abstract activityAfter(question: ActivityQuestion): Promise<ActivityColumns>;

  /** How many writes of whom were refused in these hours, counted since 1970, and what became of them; the last hour is not included. */
  abstract refusals(fromHour: number, toHour: number): Promise<readonly RefusedCount[]>;

  /**
   * Accepted writes after the one sequence number, up to and with the other, as they were told, in their order. As many
   * as make a page; the rest is after the last of them. None when there are no more.
   */
  abstract writesBetween(after: number, until: number): Promise<readonly ToldWrite[]>;

  /** What is known of the contents of files at these paths, also of files that are gone. */
  abstract contentsOf(paths: readonly GalleryPath[]): Promise<readonly Content[]>;
  /** Paths of which a content is known, in order, after this one; as many as make a page. */
  abstract contentPathsAfter(path: GalleryPath): Promise<readonly GalleryPath[]>;
  /** Keeps what was found out, and forgets what is not needed any more. It can be found out again: nobody waits for it. */
  abstract keepContents(found: readonly Content[], forgotten: readonly GalleryPath[]): Promise<void>;

  /** Looks a file through that somebody wants imported, a page at a time. So many at once, then `overloaded`. */
  abstract examine(asked: AskedExamination): Promise<ExaminedPage>;
  /** Nobody asks for its next page any more. It may have come to its end already. */
  abstract stopExamining(name: string): Promise<void>;

  /** Writes labels.json, unless what is there is not ours. */
  abstract flush(savedAt: number): Promise<FlushResult>;
  /** Forgets some keys that are older than this, or too many; true when there are more. */
  abstract pruneKeys(olderThan: number): Promise<boolean>;
  /** Tries whether anything can be kept. */
  abstract probe(): Promise<void>;
  /** Whether what is kept has a place still; fails where somebody took it away. */
  abstract look(): Promise<void>;
  /** With what whoever runs the server has to know of it. */
  abstract close(): Promise<string | null>;

  /** Writes that wait to become durable. */
  abstract get waiting(): number;
  /** How long the last of them took. */
  abstract get lastCommitMs(): number;
}
