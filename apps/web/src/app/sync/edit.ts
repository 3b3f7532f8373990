import type { BulkAnswer, BulkPatch, ErrorCode, LabelField, LabelPatch, Scope, Star, UndoAnswer } from '#contracts';

/** One label, by the word of the server. */
export interface KnownLabel {
  readonly path: string;
  readonly version: number;
  readonly star: Star;
  readonly tags: readonly string[];
  readonly notes: string;
  readonly updatedAt: string;
  readonly updatedBy: string;
}

/** `waiting`: to be sent when its turn comes. `conflict`: a person has to choose. `refused`: it will never be taken as it is. */
export type EditState = 'waiting' | 'sending' | 'conflict' | 'refused';

/** Why an edit is where it is. */
export interface EditTrouble {
  /** 0 when the server could not be reached. */
  readonly status: number;
  readonly code: ErrorCode | null;
  readonly message: string;
}

interface AnyEdit {
  /** Stays the same for as long as the edit is there. */
  readonly id: string;
  /** Of the request: the same for every retry of the same request, another after a rebase. */
  readonly key: string;
  readonly madeAt: number;
  readonly state: EditState;
  /** How often the request of this key was put on its way. From the first time on it must not be changed. */
  readonly tries: number;
  readonly trouble: EditTrouble | null;
  /** The tab that it was made in; that of the outbox when left out. */
  readonly clientId?: string;
}

/** What every edit begins with. */
export function freshEdit(
  id: string,
  madeAt: number,
  clientId: string,
): Pick<Edit, 'id' | 'key' | 'madeAt' | 'state' | 'tries' | 'trouble' | 'clientId'> {
  return { id, key: id, madeAt, state: 'waiting', tries: 0, trouble: null, clientId };
}

/** A change to one item. */
export interface ItemEdit extends AnyEdit {
  readonly kind: 'item';
  readonly path: string;
  readonly patch: LabelPatch;
  /** What the person saw when they made it, with their own edits that were not sent yet painted in. */
  readonly seen: KnownLabel;
  /** What it is sent against: the version, and what was there. */
  readonly base: KnownLabel;
  /** In conflict: what somebody else wrote. */
  readonly theirs: KnownLabel | null;
  /** How often somebody else was faster, one time after the other. */
  readonly rebases?: number;
  /** Whose star it takes the place of, once that is known. */
  readonly replaced?: Replaced | null;
}

/** One change to many items at once. It waits for everything before it, and everything after it waits for it. */
export interface BulkEdit extends AnyEdit {
  readonly kind: 'bulk';
  readonly scope: Scope;
  readonly patch: BulkPatch;
}

/** Takes a gesture back. Waits, and is waited for, as a bulk edit. */
export interface UndoEdit extends AnyEdit {
  readonly kind: 'undo';
  readonly gesture: string;
}

/** What a person did, from the moment they did it until the server has it. */
export type Edit = ItemEdit | BulkEdit | UndoEdit;

/** It was never on its way: it may still be changed, merged or taken back. */
export function isUnsent({ state, tries }: Edit): boolean {
  return state === 'waiting' && tries === 0;
}

/** A field in which one's own value took the place of somebody else's, or the other way round. */
export interface Replaced {
  readonly field: LabelField;
  readonly mine: Star;
  readonly theirs: Star;
  readonly by: string;
}

/** What became of an edit. */
export type Outcome =
  | {
      readonly kind: 'saved';
      readonly label: KnownLabel;
      readonly gesture: string | null;
      readonly replaced: Replaced | null;
    }
  | { readonly kind: 'bulk-saved'; readonly answer: BulkAnswer }
  | { readonly kind: 'undone'; readonly answer: UndoAnswer }
  /** The person kept what somebody else wrote, or took the edit back. */
  | { readonly kind: 'dropped'; readonly label: KnownLabel | null }
  /** Newer text for notes that had not been sent yet: another edit carries it, and was told first. */
  | { readonly kind: 'merged'; readonly into: string };

/** What the outbox tells whoever draws it. */
export type OutboxNews =
  /** Everything that is there; sent first. */
  | { readonly kind: 'all'; readonly edits: readonly Edit[] }
  | { readonly kind: 'put'; readonly edit: Edit }
  | { readonly kind: 'gone'; readonly id: string; readonly outcome: Outcome }
  /** Whether everything that is not sent yet would be there after a reload. */
  | { readonly kind: 'kept'; readonly isKept: boolean };

/** What a person may decide about an edit that stands still. */
export type Choice = 'mine-again' | 'keep-theirs' | 'drop';
