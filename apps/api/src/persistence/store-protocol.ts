import type { ErrorCode, Gesture, Operation, RefusedCount, ViewsDocument } from '#contracts';
import type { GalleryPath } from '../shared/gallery-path.ts';
import type { ActivityColumns, ActivityQuestion } from './activity-columns.ts';
import type { PackedContents } from './content.ts';
import type { KeptLabels } from './kept-labels.ts';
import type { LabelColumns } from './label-columns.ts';
import type { AskedExamination, ExaminedPage } from './import-wish.ts';
import type { LabelsFileIdentity } from './labels-file/identity.ts';
import type { FlushResult, GestureFilter, GestureItemsPage } from './label-store.ts';
import type { Outcome, StoreFacts, ToldWrite, Write } from './label-store.ts';

/** What a thread of the store is told when it is started. */
export interface StoreSetup {
  /** The writer holds the lock and decides; the reader looks at what is committed. */
  readonly role: 'writer' | 'reader';
  /** Null: everything is kept in memory. */
  readonly workspace: string | null;
  /** Where labels.json may be found that a new store begins with. */
  readonly labelsFrom: string | null;
  /** The time of the start, as the one clock has it. */
  readonly now: number;
}

/** The first message of a thread. */
export type Opening =
  | { readonly kind: 'opened'; readonly facts: StoreFacts; readonly canReadApart: boolean }
  | { readonly kind: 'refused'; readonly message: string };

/** What can be asked, and what comes back. */
export interface StoreCalls {
  commit: { asked: { readonly writes: readonly Write[] }; answered: readonly WriteResult[] };
  labelsWritten: { asked: { readonly seq: number; readonly part: number }; answered: LabelColumns };
  rehearseUndo: { asked: { readonly gesture: string }; answered: Outcome };
  load: {
    asked: { readonly after: number };
    answered: { readonly labels: LabelColumns; readonly next: number | null };
  };
  labelsOf: { asked: { readonly paths: string }; answered: LabelColumns };
  keptLabels: { asked: { readonly paths: string }; answered: KeptLabels };
  views: { asked: object; answered: ViewsDocument };
  history: {
    asked: { readonly path: GalleryPath; readonly before: number | null };
    answered: { readonly operations: readonly Operation[]; readonly next: number | null };
  };
  gestures: {
    asked: { readonly filter: GestureFilter };
    answered: { readonly gestures: readonly Gesture[]; readonly next: number | null };
  };
  gestureItems: {
    asked: { readonly gesture: string; readonly after: number; readonly most: number };
    answered: GestureItemsPage | null;
  };
  activityAfter: { asked: ActivityQuestion; answered: ActivityColumns };
  refusals: { asked: { readonly fromHour: number; readonly toHour: number }; answered: readonly RefusedCount[] };
  writesBetween: {
    asked: { readonly after: number; readonly until: number };
    answered: readonly ToldWrite[];
  };
  contentsOf: { asked: { readonly paths: string }; answered: PackedContents };
  contentPathsAfter: { asked: { readonly path: GalleryPath }; answered: string };
  keepContents: { asked: { readonly found: PackedContents; readonly forgotten: string }; answered: null };
  examine: { asked: AskedExamination; answered: ExaminedPage };
  stopExamining: { asked: { readonly name: string }; answered: null };
  flush: {
    asked: { readonly savedAt: number; readonly own: LabelsFileIdentity | undefined };
    answered: FlushAnswer;
  };
  pruneKeys: { asked: { readonly olderThan: number }; answered: boolean };
  probe: { asked: object; answered: null };
  look: { asked: object; answered: null };
  close: { asked: object; answered: string | null };
}

/** With what labels.json is now, so that a change by somebody else is noticed. */
export type FlushAnswer =
  | (Extract<FlushResult, { kind: 'written' }> & { readonly identity: LabelsFileIdentity })
  | Exclude<FlushResult, { kind: 'written' }>;

export type CallName = keyof StoreCalls;

/** One write of a batch may fail where the others do not. */
export type WriteResult =
  { readonly isGood: true; readonly outcome: Outcome } | { readonly isGood: false; readonly failure: Failure };

/** An error cannot cross to another thread as what it is. */
export interface Failure {
  readonly code: ErrorCode;
  readonly message: string;
  readonly retryAfter: number | undefined;
}

export interface StoreRequest {
  readonly id: number;
  readonly name: CallName;
  readonly asked: unknown;
}

export type StoreAnswer =
  | { readonly id: number; readonly isGood: true; readonly answered: unknown }
  | { readonly id: number; readonly isGood: false; readonly failure: Failure };
