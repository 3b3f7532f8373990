/** Browsers cap the height of an element (Firefox at high density below 9 million pixels). */
export const HIGHEST_ELEMENT = 8_000_000;
/** Near both ends one pixel is one pixel, so that a fling towards an end arrives there like in any other list. */
const HONEST_ENDS = 250_000;
/** A step larger than this is the scroll bar being dragged; anything smaller is a wheel, a finger or a key. */
const JUMP = 3000;
/** How far the bar may stand from its true place before it is set right in the middle of a movement. */
const DRIFT_MAX = 120_000;

/**
 * Maps the scroll position of an element of bounded height to a virtual position in content of any height. Dragging the
 * bar moves through all of it; small movements move by exactly the distance the hand moved, so the two drift apart a
 * little, and `settle` puts the bar back to where it belongs once the movement has ended. What is on screen never moves by it.
 */
export class RemappedScroll {
  readonly elementHeight: number;
  /** The virtual position of the upper edge. */
  top = 0;
  /** The scroll position of the element that goes with it. */
  element = 0;
  private readonly virtualEnd: number;
  private readonly elementEnd: number;

  constructor(
    readonly virtualHeight: number,
    readonly viewport: number,
    highest: number = HIGHEST_ELEMENT,
    private readonly honest: number = Math.min(HONEST_ENDS, Math.floor(highest / 4)),
  ) {
    this.elementHeight = Math.min(virtualHeight, highest);
    this.virtualEnd = Math.max(0, virtualHeight - viewport);
    this.elementEnd = Math.max(0, this.elementHeight - viewport);
  }

  get end(): number {
    return this.virtualEnd;
  }

  /** What must be added to a virtual position to place something inside the element. */
  get offset(): number {
    return this.element - this.top;
  }

  /** How far the bar stands from its true place. */
  get drift(): number {
    return Math.abs(this.toElement(this.top) - this.element);
  }

  /** The element was scrolled to here. Tells whether the bar has drifted so far that it must be settled now. */
  scrolled(element: number): boolean {
    const step = element - this.element;
    this.element = element;
    this.top = Math.abs(step) <= JUMP ? this.clamp(this.top + step) : this.toVirtual(element);
    const isAtEnd = element <= 0 || element >= this.elementEnd;
    // At an end of the bar the hand could move no further, although there is more to see.
    return this.drift > (isAtEnd ? 1 : DRIFT_MAX);
  }

  /** Goes to a virtual position and answers where the element must be scrolled. */
  go(top: number): number {
    this.top = this.clamp(top);
    return this.settle();
  }

  /** Answers where the element must be scrolled so that bar and content agree again. */
  settle(): number {
    this.element = Math.round(this.toElement(this.top));
    return this.element;
  }

  toVirtual(element: number): number {
    if (this.isPlain) return this.clamp(element);
    if (element <= this.honest) return this.clamp(element);
    if (element >= this.elementEnd - this.honest) return this.clamp(this.virtualEnd - (this.elementEnd - element));
    return Math.round(this.honest + (element - this.honest) * this.stretch);
  }

  toElement(top: number): number {
    if (this.isPlain) return top;
    if (top <= this.honest) return top;
    if (top >= this.virtualEnd - this.honest) return this.elementEnd - (this.virtualEnd - top);
    return this.honest + (top - this.honest) / this.stretch;
  }

  private get isPlain(): boolean {
    return this.elementHeight === this.virtualHeight;
  }

  private get stretch(): number {
    return (this.virtualEnd - 2 * this.honest) / (this.elementEnd - 2 * this.honest);
  }

  private clamp(top: number): number {
    return Math.max(0, Math.min(this.virtualEnd, top));
  }
}
