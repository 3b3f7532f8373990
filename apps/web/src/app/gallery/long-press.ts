/** As long as the systems of phones take for it. */
const HOLD_MS = 500;

/** A finger that rests on a tile. One that moves scrolls: the browser then calls the press off by itself. */
export class LongPress {
  private waiting: ReturnType<typeof setTimeout> | undefined;
  private wasHeld = false;

  constructor(private readonly onHeld: (index: number) => void) {}

  down(isTouch: boolean, index: number | null): void {
    this.end();
    this.wasHeld = false;
    if (!isTouch || index === null) return;
    this.waiting = setTimeout(() => {
      this.waiting = undefined;
      this.wasHeld = true;
      this.onHeld(index);
    }, HOLD_MS);
  }

  /** The finger is gone, or scrolls. */
  end(): void {
    clearTimeout(this.waiting);
    this.waiting = undefined;
  }

  /** A click that ends a long press is none, and its menu is not wanted. */
  get isHeld(): boolean {
    return this.wasHeld || this.waiting !== undefined;
  }

  /** Answers once whether the click that comes now ended a long press. */
  takeHeld(): boolean {
    const was = this.wasHeld;
    this.wasHeld = false;
    return was;
  }
}
