import { computed, signal } from '@angular/core';
import type { Edit } from '../sync/edit.ts';

/** How many edits have not arrived and do not stand still; of those, how many were tried in vain; how many need this person. */
export interface EditSums {
  readonly unsent: number;
  readonly retrying: number;
  readonly standing: number;
}

/** Every edit that is not done, counted as they come and go: there may be very many, and the counts are always on the screen. */
export class OpenEdits {
  private readonly edits = new Map<string, { readonly edit: Edit; readonly at: number }>();
  private readonly still = new Map<string, Edit>();
  private retrying = 0;
  private readonly changes = signal(0);
  private readonly stillChanges = signal(0);

  readonly sums = computed<EditSums>(() => {
    this.changes();
    const standing = this.still.size;
    return { unsent: this.edits.size - standing, retrying: this.retrying, standing };
  });
  /** Edits that need this person: in conflict, or refused. */
  readonly standing = computed<readonly Edit[]>(() => {
    this.stillChanges();
    return [...this.still.values()];
  });
  /** When the first of those that have not arrived was made. */
  readonly oldest = computed<number | null>(() => {
    this.changes();
    for (const { edit } of this.edits.values()) if (!isStill(edit)) return edit.madeAt;
    return null;
  });

  get(id: string): Edit | undefined {
    return this.edits.get(id)?.edit;
  }

  /** Its place among everything that was done here. */
  placeOf(id: string): number {
    return this.edits.get(id)?.at ?? 0;
  }

  put(edit: Edit, at: number): void {
    const before = this.edits.get(edit.id);
    this.edits.set(edit.id, { edit, at: before?.at ?? at });
    this.retrying += Number(isRetried(edit)) - Number(before !== undefined && isRetried(before.edit));
    const wasStill = this.still.delete(edit.id);
    if (isStill(edit)) this.still.set(edit.id, edit);
    this.note(wasStill || isStill(edit));
  }

  remove(id: string): Edit | undefined {
    const edit = this.get(id);
    if (edit === undefined) return undefined;
    this.edits.delete(id);
    this.retrying -= Number(isRetried(edit));
    this.note(this.still.delete(id));
    return edit;
  }

  /** Keeps the places of those that were there before. */
  replace(edits: readonly Edit[], at: number): void {
    const before = new Map(this.edits);
    this.edits.clear();
    this.still.clear();
    this.retrying = 0;
    for (const edit of edits) this.put(edit, before.get(edit.id)?.at ?? at);
    this.note(true);
  }

  private note(isOfStill: boolean): void {
    this.changes.update((count) => count + 1);
    if (isOfStill) this.stillChanges.update((count) => count + 1);
  }
}

function isStill({ state }: Edit): boolean {
  return state === 'conflict' || state === 'refused';
}

/** It was tried in vain. That it is just tried once more changes nothing before there is an answer. */
export function isRetried({ state, tries, trouble }: Edit): boolean {
  return (state === 'waiting' && tries > 0) || (state === 'sending' && trouble !== null);
}
