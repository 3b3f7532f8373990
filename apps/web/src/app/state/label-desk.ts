import { signal, untracked } from '@angular/core';
import type { BulkPatch, ItemRow, ItemsUpdated, LabelPatch, Scope } from '#contracts';
import { holdsAll, patched } from '../sync/apply-edits.ts';
import { freshEdit, type Choice, type Edit, type ItemEdit, type KnownLabel } from '../sync/edit.ts';
import type { Outcome, OutboxNews } from '../sync/edit.ts';
import type { LiveFrame, ToHub } from '../sync/hub-protocol.ts';
import { labelIn } from '../sync/known-label.ts';
import { LabelEntries, latest, type Entry } from './label-entries.ts';
import { OpenEdits } from './open-edits.ts';
import { isIn, isOnItsWay, isPainted, Overlays, type Overlay } from './overlays.ts';
import { paintedOver, paintOf } from './paint.ts';
import { saveStateIn, troubleIn, type SaveState, type Trouble } from './save-state.ts';

/** Labels that were told of, or looked at: a few kilobytes each at most. */
const MOST = 20_000;

/**
 * What people wrote on each image, as this person sees it: what the server said last, and on top of it what they did
 * themselves. Writing is painted before anything is sent.
 */
export class LabelDesk {
  private readonly entries = new LabelEntries();
  private readonly overlays = new Overlays();
  private readonly edits = new OpenEdits();
  /** Nobody could say which rows an edit to many has changed: what is in sight has to be read again. */
  private readonly stale = signal(0);
  /** Counts everything that happens here, so that it can be told what came first. */
  private moment = 0;
  private staleAt = 0;
  /** What was told up to then is painted until the rows were read again: the gallery may be another one by now. */
  private resyncedAt = 0;
  private most = MOST;

  /** Whether everything that is not sent yet would be there after a reload. */
  private readonly kept = signal(true);

  readonly sums = this.edits.sums;
  readonly isKept = this.kept.asReadonly();
  readonly standing = this.edits.standing;
  readonly oldest = this.edits.oldest;
  readonly staleCount = this.stale.asReadonly();

  constructor(
    private readonly line: { send(message: ToHub): void },
    private readonly makeId: () => string,
    private readonly now: () => number,
    /** Of this tab: whoever edits is shown as editing. */
    private readonly clientId: () => string,
  ) {}

  /** The label of a row, as it is to be drawn. */
  of(row: ItemRow): KnownLabel {
    const entry = this.entries.of(row.path);
    const known = latest(entry, row);
    const over = this.overlays.all().filter((each) => isPainted(each) && each.covers(row.path) && !isIn(entry, each));
    return paintedOver(known, [
      ...entry.edits.map((edit) => ({ at: this.edits.placeOf(edit.id), patch: paintOf(edit) })),
      ...over.map(({ laidAt, patch }) => ({ at: laidAt, patch })),
    ]);
  }

  /** How much is held for what was looked at or told of. */
  get size(): number {
    return this.entries.size;
  }

  /** What the server said last. The next edit is made against it; those before it in its line tell it better. */
  knownOf(row: ItemRow): KnownLabel {
    return latest(this.entries.peek(row.path), row);
  }

  saveStateOf(path: string): SaveState {
    const isUnder = this.overlays.all().some((each) => isOnItsWay(each) && each.covers(path));
    return saveStateIn(this.entries.of(path), { isUnder, isHeldUp: () => this.sums().retrying > 0 });
  }

  /** Why the edits of this item stand still, or wait. */
  troubleOf(path: string): Trouble | null {
    return troubleIn(this.entries.of(path));
  }

  /**
   * Changes one item. Nothing is sent for what would change nothing. The base is what the server had said when the person
   * began, and `began` what they saw then: what came while they typed is not what they wrote on.
   */
  write(row: ItemRow, patch: LabelPatch, base = this.knownOf(row), began?: KnownLabel): ItemEdit | null {
    const seen = untracked(() => this.of(row));
    if (holdsAll(seen, patch)) return null;
    const edit: ItemEdit = {
      kind: 'item',
      ...this.fresh(),
      path: row.path,
      patch,
      seen: began ?? seen,
      base,
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

  /** An edit that is not done yet. */
  editOf(id: string): Edit | undefined {
    return this.edits.get(id);
  }

  /** The same edit anew. */
  again(edit: Edit): string {
    return this.writeOver({ ...edit, ...this.fresh() });
  }

  /** Lets go of an edit that the server will not take. False for any other. */
  giveUp(id: string): boolean {
    const isRefused = this.edits.get(id)?.state === 'refused';
    if (isRefused) this.decide(id, 'drop');
    return isRefused;
  }

  /**
   * Lets go of an edit that was never sent. Another one has to be undone once it is there. Either is off the screen at once; the
   * overlay is what lies under a change to one image.
   */
  takeBack(id: string, overlay?: Overlay): void {
    if (this.overlays.has(id)) this.overlays.mark(id, { isTakenBack: true });
    else if (overlay) this.overlays.layOn(id, overlay, (this.moment += 1));
    this.decide(id, 'drop');
  }

  /** It shall be done after all. That it was let go of may be news yet. */
  keep(id: string): void {
    this.overlays.mark(id, { isTakenBack: false });
    this.overlays.dropOn(id);
  }

  private writeOver(edit: Edit, overlay?: Overlay): string {
    if (overlay) this.overlays.lay(edit.id, overlay, (this.moment += 1));
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
    else this.kept.set(news.isKept);
  }

  /** What the stream tells. Answers whether it was news. */
  hearFrame(frame: LiveFrame): boolean {
    if (frame.event === 'item-updated') {
      const isNews = this.take(labelIn(frame.data), true);
      this.overlays.hear(frame.data.gesture_id, this.moment, true);
      return isNews;
    }
    if (frame.event === 'items-updated') return this.learnMany(frame.data);
    if (frame.event === 'resync') this.beginAnew();
    return false;
  }

  /** What an answer to a read says. Only what is newer counts. */
  learn(label: KnownLabel): boolean {
    return this.take(label, false);
  }

  /** Everything in sight has been read since the count of stale became what it is. */
  noteReadAgain(): void {
    this.overlays.noteReadAgain(this.staleAt);
    if (this.resyncedAt === 0) return;
    this.entries.changeAll((entry) => (this.isOutdated(entry) ? { ...entry, known: null } : entry));
    this.resyncedAt = 0;
    // What is held for this person's own edits stays: reading rows again would not help.
    this.most = Math.max(MOST, this.entries.size * 2);
  }

  /** What was told until now counts until the rows in sight were read again. */
  private beginAnew(): void {
    this.resyncedAt = this.moment += 1;
    this.noteStale();
  }

  private take(label: KnownLabel, isHeard: boolean): boolean {
    const toldAt = (this.moment += 1);
    const before = this.entries.peek(label.path);
    if (!this.isNewer(label, before, isHeard)) return false;
    const heardAt = isHeard ? toldAt : before.heardAt;
    this.entries.change(label.path, (entry) => ({ ...entry, known: label, toldAt, heardAt }));
    // The stream tells of everything that happens anywhere. Rows that are read again know it, and the rest is let go of.
    if (this.entries.size > this.most && this.resyncedAt === 0) this.beginAnew();
    return true;
  }

  /** After a resync versions may be lower, but what the stream tells, and what it told before, is in its order. */
  private isNewer(label: KnownLabel, entry: Entry, isInOrder: boolean): boolean {
    if (entry.known === null || label.version > entry.known.version) return true;
    return isInOrder && this.isOutdated(entry) && entry.heardAt === entry.toldAt;
  }

  private isOutdated({ known, toldAt }: Entry): boolean {
    return known !== null && toldAt <= this.resyncedAt;
  }

  private learnMany(event: ItemsUpdated): boolean {
    const { paths, versions, patch, metric_keys, updated_at, updated_by, truncated } = event;
    // Numbers that a job has pushed are no part of the label: the rows in sight are as they were.
    if (metric_keys !== undefined) return false;
    const toldAt = (this.moment += 1);
    let isKnown = truncated !== true;
    paths.forEach((path, at) => {
      const version = versions[at] ?? 0;
      const entry = this.entries.peek(path);
      const before = this.isOutdated(entry) ? null : entry.known;
      if (before !== null && before.version >= version) return;
      // The patch leads from the version before; with another one in between it would lead somewhere else.
      if (patch !== undefined && before?.version === version - 1) {
        const label = { ...before, ...patched(before, patch), version, updatedAt: updated_at, updatedBy: updated_by };
        this.entries.change(path, (entry) => ({ ...entry, known: label, toldAt, heardAt: toldAt }));
      } else isKnown = false;
    });
    this.overlays.hear(event.gesture_id, toldAt, false);
    if (!isKnown) this.noteStale();
    return true;
  }

  private noteStale(): void {
    this.staleAt = this.moment += 1;
    this.stale.update((count) => count + 1);
  }

  private replaceAll(edits: readonly Edit[]): void {
    const byPath = Map.groupBy(edits.filter(isOfOne), ({ path }) => path);
    this.edits.replace(edits, (this.moment += 1));
    this.entries.changeAll((entry) => (entry.edits.length === 0 ? entry : { ...entry, edits: [] }));
    for (const [path, all] of byPath) this.entries.change(path, (entry) => ({ ...entry, isSaved: false, edits: all }));
    this.overlays.keepOnly((id) => this.edits.get(id) !== undefined);
  }

  private put(edit: Edit): void {
    this.edits.put(edit, (this.moment += 1));
    if (edit.state === 'conflict' || edit.state === 'refused') this.overlays.dropOn(edit.id);
    if (edit.kind !== 'item') return this.overlays.mark(edit.id, { isRefused: edit.state === 'refused' });
    this.entries.change(edit.path, (entry) => {
      const at = entry.edits.findIndex(({ id }) => id === edit.id);
      return { ...entry, isSaved: false, edits: at < 0 ? [...entry.edits, edit] : entry.edits.with(at, edit) };
    });
  }

  private settle(id: string, outcome: Outcome): void {
    const edit = this.edits.remove(id);
    if (edit === undefined) return;
    this.overlays.dropOn(id);
    const now = (this.moment += 1);
    if (edit.kind !== 'item') return this.settleMany(id, outcome, now);
    const label = outcome.kind === 'saved' || outcome.kind === 'dropped' ? outcome.label : null;
    const isSaved = outcome.kind === 'saved';
    // In one step: a moment with neither the edit nor its result would flicker.
    this.entries.change(edit.path, (entry) => ({
      ...entry,
      ...(label !== null && this.isNewer(label, entry, true) ? { known: label, toldAt: now } : {}),
      ...(isSaved ? { isSaved, savedAt: now } : {}),
      edits: entry.edits.filter((each) => each.id !== id),
    }));
  }

  private settleMany(id: string, outcome: Outcome, now: number): void {
    const isForOne = untracked(this.overlays.all).some((each) => each.id === id && each.only !== undefined);
    if (outcome.kind !== 'bulk-saved' && outcome.kind !== 'undone') return this.overlays.drop(id);
    this.overlays.arrive(id, outcome.answer.gesture_id, now);
    if (!isForOne) this.noteStale();
  }

  private fresh(): ReturnType<typeof freshEdit> {
    return freshEdit(this.makeId(), this.now(), this.clientId());
  }
}

function isOfOne(edit: Edit): edit is ItemEdit {
  return edit.kind === 'item';
}
