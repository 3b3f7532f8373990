import type { LabelPatch } from '#contracts';
import type { Edit, ItemEdit, Outcome } from '../sync/edit.ts';
import type { Overlay } from './overlays.ts';

/** Something this person did, and can take back. */
export interface Deed {
  /** The edit that was its last step: the one that did it, or took it back, or did it again. */
  readonly id: string;
  /** "★4 on a.jpg" */
  readonly says: string;
  /** What the server calls that step, once it has it. */
  readonly gesture: string | null;
  /** That step is to be taken back as soon as the server has it. */
  readonly isWanted: boolean;
  /** What is let go of, for as long as nobody knows whether it was sent. */
  readonly letGo?: Edit | undefined;
  /** It was let go of, and is to be done after all. */
  readonly isKept?: boolean;
  /** It was taken back before it was sent: to do it again is to send it. */
  readonly unsent?: Edit | undefined;
  /** Of a step that takes another back: that other one. */
  readonly before?: { readonly id: string; readonly gesture: string } | undefined;
  /** It is still to be taken back, and something else was done since: nobody does it again. */
  readonly isPast?: boolean;
  /** Of a change to one image: what it was and what became of it, so that both can be painted at once. */
  readonly one: { readonly path: string; readonly back: LabelPatch; readonly again: LabelPatch } | null;
  /** Of a text: the visit to its field. What was typed in one is taken back in one. */
  readonly visit?: number | undefined;
}

export interface Deeds {
  readonly done: readonly Deed[];
  readonly undone: readonly Deed[];
}

/** What taking it back leads to, where that can be known. */
export function overlayOf({ one }: Deed): Overlay | undefined {
  return one === null ? undefined : { patch: one.back, covers: (path) => path === one.path, only: one.path };
}

/** One step further, in the other direction. */
export function steppedTo(deed: Deed, id: string, before?: Deed['before']): Deed {
  const { says, visit, isPast, one } = deed;
  const turned = one && before ? { ...one, back: one.again, again: one.back } : one;
  return { id, says, visit, gesture: null, isWanted: false, one: turned, before, ...(isPast ? { isPast } : {}) };
}

/** Its last step was never sent, and will not be: what it was before. */
export function steppedBack(deed: Deed): Deed {
  const { says, visit, one, before, letGo, id } = deed;
  const common = { says, visit, isWanted: false };
  if (before === undefined) return { ...common, id, one, gesture: null, unsent: letGo };
  return { ...common, ...before, one: one && { ...one, back: one.again, again: one.back } };
}

export function isSameVisit(a: Deed, b: Deed | null): boolean {
  return a.visit !== undefined && a.visit === b?.visit && a.one?.path === b.one?.path;
}

export function gestureIn(outcome: Outcome): string | null {
  if (outcome.kind === 'saved') return outcome.gesture;
  if (outcome.kind === 'bulk-saved' || outcome.kind === 'undone') return outcome.answer.gesture_id;
  return null;
}

/** What leads back from an edit to what was seen before it. */
export function reverse({ patch, seen }: Pick<ItemEdit, 'patch' | 'seen'>): LabelPatch {
  const back: LabelPatch = {};
  if (patch.set_star !== undefined) back.set_star = seen.star;
  if (patch.set_notes !== undefined) back.set_notes = seen.notes;
  if (patch.set_tags ?? patch.add_tags ?? patch.remove_tags) back.set_tags = [...seen.tags];
  return back;
}

type Storage = Pick<globalThis.Storage, 'getItem' | 'setItem'>;

/** Deeds over a reload, for each gallery and person. */
export class KeptDeeds {
  constructor(private readonly storage: Storage | null) {}

  write(owner: string, deeds: Deeds): void {
    try {
      this.storage?.setItem(keyOf(owner), JSON.stringify(deeds));
    } catch {
      // Storage is full or off: undo works until the page is closed.
    }
  }

  read(owner: string): Deeds {
    try {
      const kept: unknown = JSON.parse(this.storage?.getItem(keyOf(owner)) ?? 'null');
      // Written by this class only; whatever else stands there has no such lists.
      const { done, undone } = kept as { done: unknown; undone: unknown };
      if (Array.isArray(done) && Array.isArray(undone)) return { done: done as Deed[], undone: undone as Deed[] };
    } catch {
      // Storage is off, or holds something else: there is nothing to take back.
    }
    return { done: [], undone: [] };
  }
}

function keyOf(owner: string): string {
  return `lenslet:deeds:${owner}`;
}
