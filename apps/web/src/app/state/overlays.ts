import { signal, untracked } from '@angular/core';
import type { LabelPatch } from '#contracts';
import type { Entry } from './label-entries.ts';

/** What an edit does to the rows that it is meant for, as far as that can be known before the server has answered. */
export interface Overlay {
  readonly patch: LabelPatch;
  readonly covers: (path: string) => boolean;
  /** It is for this one image: what is told of that replaces it. */
  readonly only?: string;
}

/** An overlay of an edit, painted until the rows have been read again. Moments are those of the desk. */
export interface LaidOver extends Overlay {
  readonly id: string;
  readonly laidAt: number;
  /** From then on rows that are read have it, too; null until the server has it. */
  readonly arrivedAt: number | null;
  /** What the server calls it. */
  readonly gesture: string | null;
  /** The stream has told of it: what it tells later has it. */
  readonly heardAt: number | null;
  /** The server does not take it as it is: what is saved shows. */
  readonly isRefused: boolean;
  /** The person has taken it back: it is not sent, or undone when it is there. */
  readonly isTakenBack: boolean;
}

const top = /^on:/;

function onTopOf(id: string): string {
  return `on:${id}`;
}

/** Edits to many, and undos, that the rows do not show yet. */
export class Overlays {
  private readonly laid = signal<readonly LaidOver[]>([]);
  /** What the stream has told of while something was laid over: it may be faster than the answer. */
  private readonly heard = new Map<string, { readonly at: number; readonly isTold: boolean }>();
  readonly all = this.laid.asReadonly();

  lay(id: string, overlay: Overlay, laidAt: number): void {
    const fresh = { arrivedAt: null, gesture: null, heardAt: null, isRefused: false, isTakenBack: false };
    this.change((all) => [...all, { ...overlay, id, laidAt, ...fresh }]);
  }

  has(id: string): boolean {
    return untracked(this.laid).some((each) => each.id === id);
  }

  mark(id: string, how: Partial<Pick<LaidOver, 'isRefused' | 'isTakenBack'>>): void {
    if (this.has(id)) this.change((all) => all.map((each) => (each.id === id ? { ...each, ...how } : each)));
  }

  /** The server has it. Nothing has to be painted of what changed nothing, nor of what the stream has told already. */
  arrive(id: string, gesture: string | null, arrivedAt: number): void {
    const heard = gesture === null ? undefined : this.heard.get(gesture);
    this.change((all) =>
      all.flatMap((each) => {
        if (each.id !== id) return [each];
        const isOver = gesture === null || (each.only !== undefined && heard?.isTold === true);
        return isOver ? [] : [{ ...each, gesture, arrivedAt, heardAt: heard?.at ?? null }];
      }),
    );
  }

  /** On top of an edit, for as long as that is not done. */
  layOn(id: string, overlay: Overlay, laidAt: number): void {
    this.lay(onTopOf(id), overlay, laidAt);
  }

  dropOn(id: string): void {
    this.drop(onTopOf(id));
  }

  drop(id: string): void {
    this.change((all) => (all.some((each) => each.id === id) ? all.filter((each) => each.id !== id) : all));
  }

  /** The stream tells of a gesture; `isTold`: and what became of the image that it was for. */
  hear(gesture: string, heardAt: number, isTold: boolean): void {
    if (untracked(this.laid).length === 0) return;
    this.heard.set(gesture, { at: heardAt, isTold });
    this.change((all) => {
      if (!all.some((each) => each.gesture === gesture)) return all;
      const left = all.filter((each) => each.gesture !== gesture || each.only === undefined || !isTold);
      return left.map((each) => (each.gesture === gesture ? { ...each, heardAt } : each));
    });
  }

  /** The rows were read again, and not before this moment. */
  noteReadAgain(moment: number): void {
    const isOver = ({ arrivedAt }: LaidOver): boolean => arrivedAt !== null && arrivedAt <= moment;
    this.change((all) => (all.some(isOver) ? all.filter((each) => !isOver(each)) : all));
  }

  /** These edits are not done; what has arrived is not among them. */
  keepOnly(isOpen: (id: string) => boolean): void {
    this.change((all) => all.filter(({ id, arrivedAt }) => arrivedAt !== null || isOpen(id.replace(top, ''))));
  }

  private change(how: (all: readonly LaidOver[]) => readonly LaidOver[]): void {
    this.laid.update(how);
    if (untracked(this.laid).length === 0) this.heard.clear();
  }
}

export function isPainted({ isRefused, isTakenBack }: LaidOver): boolean {
  return !isRefused && !isTakenBack;
}

/** The server will have it, as far as can be known. */
export function isOnItsWay({ arrivedAt, isRefused }: LaidOver): boolean {
  return arrivedAt === null && !isRefused;
}

/** What is known of the item has the overlay in it already. */
export function isIn({ savedAt, heardAt }: Entry, overlay: LaidOver): boolean {
  // Edits of one person are done in their order, and the stream tells in the order of the server.
  const isSavedAfter = overlay.arrivedAt !== null && savedAt > overlay.arrivedAt;
  return isSavedAfter || (overlay.heardAt !== null && heardAt >= overlay.heardAt);
}
