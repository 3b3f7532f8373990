import {
  ChangeDetectionStrategy,
  Component,
  DestroyRef,
  Injector,
  afterNextRender,
  computed,
  effect,
  inject,
  input,
  output,
  signal,
  untracked,
  viewChild,
  type ElementRef,
} from '@angular/core';
import { Activity } from '../state/activity.ts';
import { Comparison } from '../state/comparison.ts';
import type { Eye } from '../state/anchors.ts';
import { GalleryStore, type Shown } from '../state/gallery-store.ts';
import { Keyboard } from '../state/keyboard.ts';
import type { ViewMode } from '../state/place.ts';
import { Selection } from '../state/selection.ts';
import { visibleText } from '../ui/visible-text.ts';
import { GridLoads } from './grid-loads.ts';
import { GridPlace } from './grid-place.ts';
import { GridViewport, type Carry } from './grid-viewport.ts';
import { GridWalk } from './grid-walk.ts';
import { HeadingStrip, STRIP_HEIGHT } from './heading-strip.ts';
import { JustifiedRows } from './justified-rows.ts';
import { LongPress } from './long-press.ts';
import { Scrubber } from './scrubber.ts';
import { SquareRows } from './square-rows.ts';
import { boundedTarget } from './tile-size.ts';
import { Tile } from './tile.ts';

const GAP = 4;
const INSET = 8;
/** A scroll that has paused this long has ended. */
const SETTLED_MS = 160;

/** All items of the result in rows, of which only those in sight are in the page. */
@Component({
  selector: 'll-grid',
  imports: [HeadingStrip, Scrubber, Tile],
  providers: [GridLoads],
  templateUrl: './grid.html',
  styleUrl: './grid.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Grid {
  readonly density = input.required<number>();
  readonly mode = input.required<ViewMode>();
  readonly label = input.required<string>();
  /** Something lies over it: what the eye is on is then the focused item, wherever it stands. */
  readonly isCovered = input(false);
  readonly opened = output<number>();
  readonly rested = output();

  protected readonly store = inject(GalleryStore);
  private readonly selection = inject(Selection);
  private readonly activity = inject(Activity);
  private readonly comparison = inject(Comparison);
  private readonly loads = inject(GridLoads);
  private readonly injector = inject(Injector);
  private readonly onScreen = computed(() => {
    const { from, to } = this.viewport.range();
    const rows = this.viewport.rows();
    if (rows.rowCount === 0 || to < from || to >= rows.rowCount) return new Set<string>();
    const known = this.store.shown()?.windows.known(rows.firstOf(from), rows.endOf(to)) ?? [];
    return new Set(known.map(({ path }) => path));
  });
  private readonly scroller = viewChild.required<ElementRef<HTMLElement>>('scroller');
  private readonly sizer = viewChild.required<ElementRef<HTMLElement>>('sizer');
  private readonly size = signal(
    { width: 0, height: 0 },
    { equal: (a, b) => a.width === b.width && a.height === b.height },
  );
  private drawn: Shown | null = null;
  private settling: ReturnType<typeof setTimeout> | undefined;
  private isHeld = false;
  private stripHeight = 0;
  /** Of the last press. Not every browser says it of the click as well. */
  private isTouch = false;

  protected readonly viewport = new GridViewport({
    resize: (height) => {
      this.sizer().nativeElement.style.height = `${String(height)}px`;
    },
    scrollTo: (top) => {
      this.scroller().nativeElement.scrollTop = top;
    },
  });
  protected readonly place = new GridPlace(this.store, this.viewport, this.label);
  protected readonly press = new LongPress((index) => {
    this.store.move(index);
    this.selection.toggle(index);
  });
  protected readonly accessibleName = computed(() => visibleText(this.label()));
  /** Otherwise no tile can be reached by Tab, and the grid itself has to be. */
  protected readonly isFocusDrawn = computed(() => {
    const rows = this.viewport.rows();
    const { first, last } = this.viewport.range();
    const index = this.store.focus();
    if (index >= rows.itemCount) return false;
    const row = rows.rowOf(index);
    return first <= row && row <= last;
  });
  private readonly walk = new GridWalk(this.viewport, this.store, this.selection);

  constructor() {
    const { loads } = this;
    const keyboard = inject(Keyboard);
    const destroyed = inject(DestroyRef);
    this.store.eye = () => this.eye();
    this.activity.sight = { isOnScreen: (path) => this.isSeen(path) };
    destroyed.onDestroy(() => {
      this.press.end();
      this.store.eye = () => null;
      this.activity.sight = { isOnScreen: () => false };
    });
    effect(() => {
      this.onScreen();
      this.isCovered();
      this.store.focus();
      untracked(() => {
        this.activity.look();
      });
    });
    effect(() => {
      this.relayout();
    });
    effect(() => {
      loads.look(this.store.shown(), this.viewport.rows(), this.viewport.range());
    });
    effect(() => {
      this.store.shown();
      this.store.focus();
      this.keepKeys();
    });
    let seen = this.store.moves();
    effect(() => {
      const moves = this.store.moves();
      if (moves === seen) return;
      seen = moves;
      untracked(() => {
        this.followMove();
      });
    });
    const open = (): void => {
      this.opened.emit(this.store.focus());
    };
    destroyed.onDestroy(keyboard.push({ isModal: false, handlers: { ...this.walk.handlers, open } }));
    afterNextRender(() => {
      const watcher = new ResizeObserver(() => {
        this.measure();
      });
      watcher.observe(this.scroller().nativeElement);
      destroyed.onDestroy(() => {
        watcher.disconnect();
      });
      this.measure();
    });
  }

  /** Puts the keyboard on the focused tile. */
  focusTile(): void {
    const tile = this.scroller().nativeElement.querySelector<HTMLElement>(`#tile-${String(this.store.focus())}`);
    (tile ?? this.scroller().nativeElement).focus({ preventScroll: true });
  }

  protected scrolled(): void {
    this.viewport.scrolled(this.scroller().nativeElement.scrollTop);
    this.settleSoon();
  }

  protected hold(isHeld: boolean): void {
    this.isHeld = isHeld;
    if (!isHeld) this.settleSoon();
  }

  protected scrub(isHeld: boolean): void {
    this.loads.fly(isHeld);
  }

  protected touch(event: PointerEvent): void {
    this.isTouch = event.pointerType === 'touch';
    this.press.down(this.isTouch, indexUnder(event));
  }

  /** The menu of a long press lies over what was just selected. */
  protected menu(event: Event): void {
    if (this.press.isHeld) event.preventDefault();
  }

  protected pick(event: Event, isOpening: boolean): void {
    const index = indexUnder(event);
    if (index === null || this.press.takeHeld()) return;
    const from = this.store.focus();
    this.store.move(index);
    if (event instanceof MouseEvent && !isOpening && (event.shiftKey || event.ctrlKey || event.metaKey)) {
      if (event.shiftKey) this.selection.extend(from, index);
      else this.selection.toggle(index);
      return;
    }
    // A finger has no Ctrl: once something is selected, it goes on selecting.
    if (this.isTouch && this.selection.count() > 0) {
      this.selection.toggle(index);
      return;
    }
    // A mouse that means one image means no others any more.
    if (!this.isTouch) this.selection.clear();
    if (isOpening || this.isTouch) this.opened.emit(index);
  }

  /** Under an image that is open large, and under those that are compared, nothing is seen but these. */
  private isSeen(path: string): boolean {
    const compared = this.comparison.paths();
    if (compared !== null) return compared.includes(path);
    return this.isCovered() ? this.store.focused()?.path === path : this.onScreen().has(path);
  }

  private relayout(): void {
    const shown = this.store.shown();
    const { width, height } = this.size();
    const [density, mode] = [this.density(), this.mode()];
    if (shown === null || width === 0) return;
    untracked(() => {
      const target = boundedTarget(density, width, height, mode === 'rows' ? shown.layout : null);
      const shape = { width, target, gap: GAP, inset: INSET };
      const rows = mode === 'rows' ? new JustifiedRows(shown.layout, shape) : new SquareRows(shown.total, shape);
      const strip = this.place.isNamed() ? STRIP_HEIGHT : 0;
      this.viewport.relayout(rows, height, this.carry(shown), strip - this.stripHeight);
      this.stripHeight = strip;
      this.drawn = shown;
    });
  }

  /** A tile that has the keyboard may go with its result, or its image to another: the keyboard goes with the image. */
  private keepKeys(): void {
    const { nativeElement: scroller } = this.scroller();
    if (!scroller.contains(document.activeElement)) return;
    const giveBack = (): void => {
      if (document.activeElement === document.body || scroller.contains(document.activeElement)) this.focusTile();
    };
    afterNextRender(giveBack, { injector: this.injector });
  }

  /** A new result says itself how it continues; for any other change the eye stays where it is. */
  private carry(shown: Shown): Carry {
    if (shown !== this.drawn) return shown.anchor;
    const index = this.eye()?.index ?? this.viewport.firstInSight();
    return { kind: 'kept', from: index, to: index };
  }

  private eye(): Eye | null {
    const range = this.viewport.range();
    const rows = this.viewport.rows();
    if (rows.rowCount === 0 || this.drawn === null) return null;
    const focus = this.store.focus();
    const index = this.isCovered() || this.viewport.isInSight(focus) ? focus : this.viewport.firstInSight();
    const path = this.drawn.windows.item(index)?.path ?? null;
    const row = (wanted: number): number => Math.min(wanted, rows.rowCount - 1);
    return { index, path, reach: rows.endOf(row(range.last)) - rows.firstOf(row(range.first)) };
  }

  private followMove(): void {
    const index = this.store.focus();
    this.viewport.reveal(index);
    // The tile may only come into the page with the next frame, and until then somebody may have begun to type elsewhere.
    if (!this.hasKeys() || this.isCovered()) return;
    requestAnimationFrame(() => {
      if (this.hasKeys()) this.focusTile();
    });
  }

  private hasKeys(): boolean {
    const active = document.activeElement;
    return active === null || active === document.body || this.scroller().nativeElement.contains(active);
  }

  private measure(): void {
    const { clientWidth, clientHeight } = this.scroller().nativeElement;
    this.size.set({ width: clientWidth, height: clientHeight });
  }

  private settleSoon(): void {
    clearTimeout(this.settling);
    this.settling = setTimeout(() => {
      if (this.isHeld) return;
      this.viewport.settle();
      this.rested.emit();
    }, SETTLED_MS);
  }
}

function indexUnder(event: Event): number | null {
  const tile = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-index]') : null;
  return tile === null ? null : Number(tile.dataset['index']);
}
