import {
  ChangeDetectionStrategy,
  Component,
  DestroyRef,
  computed,
  effect,
  inject,
  input,
  linkedSignal,
  output,
  signal,
  untracked,
  viewChild,
  type ElementRef,
  type Signal,
} from '@angular/core';
import { keepKeys } from '../ui/keep-keys.ts';
import { count } from '../state/quantities.ts';
import type { GridPlace } from './grid-place.ts';
import type { GridViewport } from './grid-viewport.ts';
import { headingWords } from './headings.ts';
import { handleOf, shareAt } from './scrubber-drag.ts';

/** It stays so long after the last movement. */
const LINGERS_MS = 1200;
/** A movement is told in words once it has gone so many screens: walking row by row is none of its business. */
const FAR = 1.5;
/** Half of the bubble, which stays inside of the bar. */
const BUBBLE_REACH = 26;

/**
 * The bar at the right edge. Dragging it goes anywhere, a press beside the handle brings it there, and a bubble says where one is. It is hidden from those who cannot see it and not in the order of Tab: the keys of the grid (Home, End,
 * the page keys) do the same, and each tile says its own place; a second stop would only stand in the way.
 */
@Component({
  selector: 'll-scrubber',
  templateUrl: './scrubber.html',
  styleUrl: './scrubber.css',
  host: {
    'aria-hidden': 'true',
    '[class.moving]': 'isMoving()',
    '[class.dragged]': 'isDragged()',
    '[class.told]': 'isTold()',
  },
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Scrubber {
  readonly viewport = input.required<GridViewport>();
  readonly place = input.required<GridPlace>();
  readonly total = input.required<number>();
  /** Somebody holds it: what it flies over is not worth fetching. */
  readonly held = output<boolean>();

  private readonly track = viewChild.required<ElementRef<HTMLElement>>('track');
  private readonly isHovered = signal(false);
  private readonly isFar = signal(false);
  protected readonly isMoving = signal(false);
  protected readonly isDragged = signal(false);
  protected readonly isTold = computed(() => this.isDragged() || this.isHovered() || this.isFar());
  protected readonly handle = computed(() => handleOf(this.viewport().bar()));
  protected readonly bubbleTop = computed(() => {
    const { top, length } = this.handle();
    return Math.max(BUBBLE_REACH, Math.min(this.viewport().bar().height - BUBBLE_REACH, top + length / 2));
  });
  /** What it said last stands in it while it fades. */
  protected readonly words = lastTold(() =>
    this.isTold() ? `${count(this.place().position())} of ${count(this.total())}` : null,
  );
  protected readonly name = lastTold(() => {
    if (!this.isTold()) return null;
    const heading = this.place().barHeading();
    return heading === null ? '' : headingWords(heading);
  });
  protected readonly keepKeys = keepKeys;

  private grabbed = 0;
  private trackTop = 0;
  /** Where the movement began, and how far it has come. */
  private from = 0;
  private last = 0;
  private resting: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    let isFirst = true;
    effect(() => {
      this.viewport().bar();
      untracked(() => {
        // Where one begins is no movement.
        if (isFirst) this.last = this.viewport().top;
        else if (this.viewport().top !== this.last) this.moved();
      });
      isFirst = false;
    });
    inject(DestroyRef).onDestroy(() => {
      clearTimeout(this.resting);
    });
  }

  protected hover({ pointerType }: PointerEvent, isOver: boolean): void {
    this.isHovered.set(isOver && pointerType === 'mouse');
  }

  protected wheel({ deltaY, deltaMode }: WheelEvent): void {
    const unit = deltaMode === WheelEvent.DOM_DELTA_LINE ? 40 : deltaMode === WheelEvent.DOM_DELTA_PAGE ? 600 : 1;
    this.viewport().push(deltaY * unit);
  }

  protected press(event: PointerEvent): void {
    if (event.button !== 0 || this.isDragged()) return;
    this.trackTop = this.track().nativeElement.getBoundingClientRect().top;
    const y = event.clientY - this.trackTop;
    const { top, length } = this.handle();
    this.track().nativeElement.setPointerCapture(event.pointerId);
    const isBeside = y < top || y > top + length;
    // Beside it, its middle comes to where one has pressed.
    this.grabbed = isBeside ? length / 2 : y - top;
    this.isDragged.set(true);
    this.held.emit(true);
    if (isBeside) this.drag(event);
  }

  protected drag({ clientY }: PointerEvent): void {
    if (!this.isDragged()) return;
    const { height } = this.viewport().bar();
    this.viewport().jump(shareAt(clientY - this.trackTop - this.grabbed, this.handle(), height));
  }

  protected release(): void {
    if (!this.isDragged()) return;
    this.isDragged.set(false);
    this.restSoon();
    this.held.emit(false);
  }

  private moved(): void {
    const { top, height } = this.viewport();
    if (!this.isMoving()) this.from = this.last;
    this.last = top;
    this.isMoving.set(true);
    if (Math.abs(top - this.from) > FAR * height) this.isFar.set(true);
    this.restSoon();
  }

  private restSoon(): void {
    clearTimeout(this.resting);
    this.resting = setTimeout(() => {
      this.isMoving.set(false);
      this.isFar.set(false);
    }, LINGERS_MS);
  }
}

function lastTold(words: () => string | null): Signal<string> {
  return linkedSignal<string | null, string>({
    source: words,
    computation: (now, before) => now ?? before?.value ?? '',
  });
}
