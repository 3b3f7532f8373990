import type { Point } from './zoom.ts';

/** What fingers and the mouse mean on the stage. */
export interface GestureActions {
  /** Whether a drag moves the image; otherwise a finger that moves sideways turns the page. */
  canPan(): boolean;
  pan(by: Point): void;
  pinch(factor: number, at: Point): void;
  /** -1 is the image before, 1 the one after. */
  turn(by: -1 | 1): void;
  dismiss(): void;
}

export interface PointerAt extends Point {
  readonly id: number;
  readonly isTouch: boolean;
}

const TURN_PX = 48;
const DISMISS_PX = 90;

/** Follows the pointers that are down. One drags or swipes, two pinch. */
export class Gestures {
  private readonly down = new Map<number, PointerAt>();
  private start: PointerAt | null = null;
  /** A gesture that has panned or pinched is no swipe any more. */
  private isSpent = false;

  constructor(private readonly actions: GestureActions) {}

  get isActive(): boolean {
    return this.down.size > 0;
  }

  press(pointer: PointerAt): void {
    this.down.set(pointer.id, pointer);
    if (this.down.size === 1) {
      this.start = pointer;
      this.isSpent = false;
    } else {
      this.isSpent = true;
    }
  }

  move(pointer: PointerAt): void {
    const before = this.down.get(pointer.id);
    if (before === undefined) return;
    const other = [...this.down.values()].find(({ id }) => id !== pointer.id);
    this.down.set(pointer.id, pointer);
    if (other !== undefined) {
      const middle = { x: (pointer.x + other.x) / 2, y: (pointer.y + other.y) / 2 };
      const was = distance(before, other);
      if (was > 0) this.actions.pinch(distance(pointer, other) / was, middle);
      this.actions.pan({ x: (pointer.x - before.x) / 2, y: (pointer.y - before.y) / 2 });
    } else if (this.actions.canPan()) {
      this.isSpent = true;
      this.actions.pan({ x: pointer.x - before.x, y: pointer.y - before.y });
    }
  }

  release(pointer: PointerAt): void {
    const { start } = this;
    if (!this.down.delete(pointer.id) || this.down.size > 0) return;
    this.start = null;
    if (this.isSpent || start === null || !pointer.isTouch) return;
    const across = pointer.x - start.x;
    const along = pointer.y - start.y;
    if (Math.abs(across) > TURN_PX && Math.abs(across) > Math.abs(along) * 1.4) this.actions.turn(across > 0 ? -1 : 1);
    else if (along > DISMISS_PX && along > Math.abs(across) * 1.4) this.actions.dismiss();
  }

  cancel(id: number): void {
    this.down.delete(id);
    this.isSpent = true;
  }
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}
