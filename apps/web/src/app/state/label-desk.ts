import { computed, signal, untracked, type Signal, type WritableSignal } from '@angular/core';
import type { BulkPatch, ItemRow, ItemsUpdated, LabelPatch, Scope } from '#contracts';
import { holdsAll, painted, patched } from '../sync/apply-edits.ts';
import type { Choice, Edit, EditTrouble, ItemEdit, KnownLabel, Outcome, OutboxNews } from '../sync/edit.ts';
import type { LiveFrame, ToHub } from '../sync/hub-protocol.ts';
import { labelIn } from '../sync/known-label.ts';

/** How it stands with what this person did to one item, the most pressing first. */
export type SaveState = 'conflict' | 'refused' | 'waiting' | 'saving' | 'saved' | 'idle';

/** Everything that is known and done to one item beyond its row. */
interface Entry {
  /** What the server has said since the row was read; null: the row is the latest. */
  readonly known: KnownLabel | null;
  readonly edits: readonly ItemEdit[];
  /** The last edit of this person has arrived. */
  readonly isSaved: boolean;
}

/** What an edit does to the rows that it is meant for, as far as that can be known before the server has answered. */
export interface Overlay {
  readonly patch: LabelPatch;
  readonly covers: (path: string) => boolean;
  /** It is for this one image: what is told of that replaces it. */
  readonly only?: string;
}

/** An overlay of an edit, painted until the rows have been read again. */
interface LaidOver extends Overlay {
  readonly id: string;
  /** The version of the one image that it was made over. */
  readonly since: number;
  /** The server has it: rows that are read from now on have it, too. */
  readonly hasArrived: boolean;
}

export interface LabelLine {
  send(message: ToHub): void;
}

const nothing: Entry = { known: null, edits: [], isSaved: false };

/**
 * What people wrote on each image, as this person sees it: what the server said last, and on top of it what they did
 * themselves. Writing is painted before anything is sent. One signal for each image that somebody looks at or wrote on.
 */
export class LabelDesk {
  private readonly entries = new Map<string, WritableSignal<Entry>>();
  private readonly overlays = signal<readonly LaidOver[]>([]);
  private readonly edits = new Map<string, Edit>();
  private readonly count = signal(0);
  /** Nobody could say which rows an edit to many has changed: what is in sight has to be read again. */
  private readonly stale = signal(0);

  /** Edits that have not arrived, and do not stand still either. */
  readonly pending = computed(() => {
    this.count();
    return [...this.edits.values()].filter(({ state }) => state === 'waiting' || state === 'sending');
  });
  /** Edits that need this person: in conflict, or refused. */
  readonly standing = computed(() => {
    this.count();
    return [...this.edits.values()].filter(({ state }) => state === 'conflict' || state === 'refused');
  });
  readonly staleCount = this.stale.asReadonly();

  constructor(
    private readonly line: LabelLine,
    private readonly makeId: () => string,
    private readonly now: () => number,
    /** Of this tab: whoever edits is shown as editing. */
    private readonly clientId: () => string,
  ) {}

  /** The label of a row, as it is to be drawn. */
  of(row: ItemRow): KnownLabel {
    const entry = this.entry(row.path)();
    const told = knownOf(row);
    const known = entry.known !== null && entry.known.version >= told.version ? entry.known : told;
    const mine = painted(known, entry.edits);
    return this.overlays().reduce(
      (label, { patch, covers }) => (covers(row.path) ? { ...label, ...patched(label, patch) } : label),
      mine,
    );
  }

  saveStateOf(path: string): SaveState {
    const { edits, isSaved } = this.entry(path)();
    const states = edits.map(({ state }) => state);
    if (states.includes('conflict')) return 'conflict';
    if (states.includes('refused')) return 'refused';
    if (edits.some(({ state, tries }) => state === 'waiting' && tries > 0)) return 'waiting';
    if (edits.length > 0) return 'saving';
    return isSaved ? 'saved' : 'idle';
  }

  /** Why the edits of this item stand still, or wait. */
  troubleOf(path: string): { readonly edit: ItemEdit; readonly trouble: EditTrouble | null } | null {
    const { edits } = this.entry(path)();
    const edit = edits.find(({ state }) => state === 'conflict') ?? edits.find(({ trouble }) => trouble !== null);
    return edit === undefined ? null : { edit, trouble: edit.trouble };
  }

  /** Changes one item. Nothing is sent for what would change nothing. */
  write(row: ItemRow, patch: LabelPatch): ItemEdit | null {
    const seen = untracked(() => this.of(row));
    if (holdsAll(seen, patch)) return null;
    const edit: ItemEdit = {
      kind: 'item',
      ...this.fresh(),
      path: row.path,
      patch,
      seen,
      base: untracked(() => this.baseOf(row)),
      theirs: null,
    };
    this.put(edit);
    this.line.send({ kind: 'write', edit });
    return edit;
  }

  /** Changes many at once; `covers` is what can be painted of it before the server has answered. */
  writeMany(scope: Scope, patch: BulkPatch, covers: (path: string) => boolean): string {
    return this.writeOver({ kind: 'bulk', ...this.fresh(), scope, patch }, { patch, covers });
  }

  /** Takes a gesture back. The overlay is what that will lead to, where it can be known. */
  undo(gesture: string, overlay?: Overlay): string {
    return this.writeOver({ kind: 'undo', ...this.fresh(), gesture }, overlay);
  }

  private writeOver(edit: Edit, overlay?: Overlay): string {
    if (overlay) {
      const since = overlay.only === undefined ? 0 : (untracked(this.entry(overlay.only)).known?.version ?? 0);
      this.overlays.update((all) => [...all, { id: edit.id, since, ...overlay, hasArrived: false }]);
    }
    this.put(edit);
    this.line.send({ kind: 'write', edit });
    return edit.id;
  }

  /** What this person decides about an edit that stands still. */
  decide(id: string, choice: Choice): void {
    this.line.send({ kind: 'decide', id, choice });
  }

  /** What the outbox tells. */
  hearOutbox(news: OutboxNews): void {
    if (news.kind === 'all') this.replaceAll(news.edits);
    else if (news.kind === 'put') this.put(news.edit);
    else if (news.kind === 'gone') this.settle(news.id, news.outcome);
  }

  /** What the stream tells. Answers whether it was news. */
  hearFrame(frame: LiveFrame): boolean {
    if (frame.event === 'item-updated') return this.learn(labelIn(frame.data));
    if (frame.event === 'items-updated') return this.learnMany(frame.data);
    if (frame.event === 'resync') this.forgetKnown();
    return false;
  }

  /** What an answer to a read says. Only what is newer counts. */
  learn(label: KnownLabel): boolean {
    const entry = this.entries.get(label.path);
    const known = entry === undefined ? null : untracked(entry).known;
    if (known !== null && known.version >= label.version) return false;
    this.change(label.path, (before) => ({ ...before, known: label }));
    const isOver = ({ only, hasArrived }: LaidOver): boolean => hasArrived && only === label.path;
    if (untracked(this.overlays).some(isOver)) this.overlays.update((all) => all.filter((each) => !isOver(each)));
    return true;
  }

  /** Everything in sight has been read since the count of stale was this. */
  noteReadAgain(): void {
    this.overlays.update((all) =>
      all.some(({ hasArrived }) => hasArrived) ? all.filter((each) => !each.hasArrived) : all,
    );
  }

  private learnMany({ paths, versions, patch, updated_at, updated_by, truncated }: ItemsUpdated): boolean {
    let isKnown = truncated !== true;
    paths.forEach((path, at) => {
      const version = versions[at] ?? 0;
      const before = untracked(this.entry(path)).known;
      if (before !== null && before.version >= version) return;
      // The patch leads from the version before; with another one in between it would lead somewhere else.
      if (patch !== undefined && before?.version === version - 1) {
        const label = { ...before, ...patched(before, patch), version, updatedAt: updated_at, updatedBy: updated_by };
        this.change(path, (entry) => ({ ...entry, known: label }));
      } else isKnown = false;
    });
    if (!isKnown) this.stale.update((count) => count + 1);
    return true;
  }

  /** Rows that are read from now on are newer than what was told before. */
  private forgetKnown(): void {
    for (const path of this.entries.keys()) this.change(path, (entry) => ({ ...entry, known: null }));
    this.stale.update((count) => count + 1);
  }

  private replaceAll(edits: readonly Edit[]): void {
    for (const path of this.entries.keys()) this.change(path, (entry) => ({ ...entry, edits: [] }));
    this.edits.clear();
    this.overlays.update((all) => all.filter(({ hasArrived }) => hasArrived));
    for (const edit of edits) this.put(edit);
    this.count.update((count) => count + 1);
  }

  private put(edit: Edit): void {
    this.edits.set(edit.id, edit);
    if (edit.kind === 'item') {
      this.change(edit.path, (entry) => {
        const at = entry.edits.findIndex(({ id }) => id === edit.id);
        return { ...entry, isSaved: false, edits: at < 0 ? [...entry.edits, edit] : entry.edits.with(at, edit) };
      });
    }
    this.count.update((count) => count + 1);
  }

  private settle(id: string, outcome: Outcome): void {
    const edit = this.edits.get(id);
    if (edit === undefined) return;
    this.edits.delete(id);
    if (edit.kind !== 'item') this.settleOverlay(id, outcome);
    else {
      const label = outcome.kind === 'saved' || outcome.kind === 'dropped' ? outcome.label : null;
      // In one step: a moment with neither the edit nor its result would flicker.
      this.change(edit.path, ({ known, edits, isSaved }) => ({
        known: label !== null && label.version >= (known?.version ?? 0) ? label : known,
        edits: edits.filter((each) => each.id !== id),
        isSaved: outcome.kind === 'saved' || isSaved,
      }));
    }
    this.count.update((count) => count + 1);
  }

  private settleOverlay(id: string, outcome: Outcome): void {
    const overlay = untracked(this.overlays).find((each) => each.id === id);
    const hasArrived = outcome.kind === 'bulk-saved' || outcome.kind === 'undone';
    const isKept = hasArrived && overlay !== undefined && !this.isToldOf(overlay);
    this.overlays.update((all) =>
      isKept
        ? all.map((each) => (each === overlay ? { ...each, hasArrived } : each))
        : all.filter((each) => each.id !== id),
    );
    if (hasArrived && overlay?.only === undefined) this.stale.update((count) => count + 1);
  }

  /** The stream was faster than the answer. */
  private isToldOf({ only, since }: LaidOver): boolean {
    if (only === undefined) return false;
    return (untracked(this.entry(only)).known?.version ?? 0) > since;
  }

  /** What the next edit is made against: what the server said last. Those before it in its line tell it better. */
  private baseOf(row: ItemRow): KnownLabel {
    const { known } = this.entry(row.path)();
    const told = knownOf(row);
    return known !== null && known.version >= told.version ? known : told;
  }

  private fresh(): Pick<Edit, 'id' | 'key' | 'madeAt' | 'state' | 'tries' | 'trouble' | 'clientId'> {
    const id = this.makeId();
    return {
      ...{ id, key: id, madeAt: this.now(), state: 'waiting', tries: 0, trouble: null },
      clientId: this.clientId(),
    };
  }

  private entry(path: string): Signal<Entry> {
    return this.entries.get(path) ?? this.add(path);
  }

  private add(path: string): WritableSignal<Entry> {
    const made = signal(nothing);
    this.entries.set(path, made);
    return made;
  }

  private change(path: string, how: (entry: Entry) => Entry): void {
    (this.entries.get(path) ?? this.add(path)).update(how);
  }
}

function knownOf(row: ItemRow): KnownLabel {
  const { path, version, star, tags, comments } = row;
  return { path, version, star, tags, notes: comments, updatedAt: '', updatedBy: '' };
}
