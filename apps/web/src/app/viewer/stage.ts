import {
  ChangeDetectionStrategy,
  Component,
  DestroyRef,
  ElementRef,
  ViewEncapsulation,
  afterNextRender,
  computed,
  effect,
  inject,
  input,
  linkedSignal,
  output,
  signal,
  viewChild,
} from '@angular/core';
import type { ThumbOf } from '../state/thumb-loader.ts';
import { Gestures, type PointerAt } from './gestures.ts';
import type { Original } from './originals.ts';
import { actualScale, fitted, isFitted, panned, toggled, zoomed, type Point, type Size, type View } from './zoom.ts';

/** One image, whole, with everything that belongs to it changed in the same breath. */
export interface Picture {
  readonly of: ThumbOf;
  readonly size: Size;
  readonly thumb: string | null;
  readonly original: Original | null;
  /** It may have clear parts: then nothing may shine through from below. */
  readonly mayBeClear: boolean;
}

const WHEEL_STEP = 0.0016;
const PINCH_STEP = 0.01;

/** Where one picture lies: fits it, zooms and moves it. Thumb and original lie in the same frame, so nothing jumps. */
@Component({
  selector: 'll-stage',
  templateUrl: './stage.html',
  styleUrl: './stage.css',
  host: {
    '[class.can-pan]': '!isWhole()',
    '(wheel)': 'wheel($event)',
    '(dblclick)': 'toggle($event)',
    '(pointerdown)': 'press($event)',
    '(pointermove)': 'gestures.move(at($event))',
    '(pointerup)': 'gestures.release(at($event))',
    '(pointercancel)': 'gestures.cancel($event.pointerId)',
  },
  encapsulation: ViewEncapsulation.None,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Stage {
  readonly picture = input.required<Picture>();
  readonly turned = output<-1 | 1>();
  readonly dismissed = output();

  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  private readonly slot = viewChild.required<ElementRef<HTMLElement>>('slot');
  private readonly box = signal({ width: 1, height: 1, density: 1 });
  private readonly key = computed(() => `${this.picture().of.fingerprint}\n${this.picture().of.path}`);
  private readonly size = computed(() => this.picture().size, {
    equal: (a, b) => a.width === b.width && a.height === b.height,
  });
  /** null is "fitted", whatever the stage becomes. Another picture starts fitted. */
  private readonly chosen = linkedSignal<string, View | null>({ source: this.key, computation: () => null });

  protected readonly view = computed(() => this.chosen() ?? fitted(this.size(), this.box()));
  readonly isWhole = computed(() => isFitted(this.view(), this.size(), this.box()));
  /** 1 is one pixel of the image on one of the screen. */
  readonly zoom = computed(() => this.view().scale / actualScale(this.box()));
  protected readonly frame = computed(() => {
    const { scale, x, y } = this.view();
    const width = Math.max(1, Math.round(this.size().width * scale));
    const height = Math.max(1, Math.round(this.size().height * scale));
    const { width: across, height: along } = this.box();
    return { width, height, left: Math.round((across - width) / 2 + x), top: Math.round((along - height) / 2 + y) };
  });

  protected readonly isOriginalThere = computed(() => this.picture().original?.state() === 'ready');
  protected readonly thumb = computed(() => {
    const { thumb, mayBeClear } = this.picture();
    return mayBeClear && this.isOriginalThere() ? null : thumb;
  });

  protected readonly gestures = new Gestures({
    canPan: () => !this.isWhole(),
    pan: (by) => {
      this.chosen.set(panned(this.view(), by, this.size(), this.box()));
    },
    pinch: (factor, at) => {
      this.change(zoomed(this.view(), factor, at, this.size(), this.box()));
    },
    turn: (by) => {
      this.turned.emit(by);
    },
    dismiss: () => {
      this.dismissed.emit();
    },
  });

  constructor() {
    const destroyed = inject(DestroyRef);
    effect(() => {
      const original = this.picture().original;
      const isThere = original?.state() === 'ready';
      this.slot().nativeElement.replaceChildren(...(isThere ? [original.element] : []));
    });
    afterNextRender(() => {
      const watcher = new ResizeObserver(() => {
        this.measure();
      });
      watcher.observe(this.host);
      destroyed.onDestroy(() => {
        watcher.disconnect();
      });
      this.measure();
    });
  }

  /** Between fitted and 1:1, at the middle or at a point. */
  toggle(event?: MouseEvent): void {
    const at = event === undefined ? { x: 0, y: 0 } : this.fromMiddle(event);
    this.change(toggled(this.view(), at, this.size(), this.box()));
  }

  zoomBy(factor: number): void {
    this.change(zoomed(this.view(), factor, { x: 0, y: 0 }, this.size(), this.box()));
  }

  protected wheel(event: WheelEvent): void {
    event.preventDefault();
    // Firefox counts lines where others count pixels; a pinch on a trackpad arrives as a wheel with Ctrl.
    const pixels = event.deltaMode === 0 ? event.deltaY : event.deltaY * 20;
    const factor = Math.exp(-pixels * (event.ctrlKey ? PINCH_STEP : WHEEL_STEP));
    this.change(zoomed(this.view(), factor, this.fromMiddle(event), this.size(), this.box()));
  }

  protected press(event: PointerEvent): void {
    if (event.button !== 0) return;
    this.host.setPointerCapture(event.pointerId);
    this.gestures.press(this.at(event));
  }

  protected at(event: PointerEvent): PointerAt {
    return { id: event.pointerId, isTouch: event.pointerType === 'touch', ...this.fromMiddle(event) };
  }

  private change(view: View): void {
    this.chosen.set(isFitted(view, this.size(), this.box()) ? null : view);
  }

  private fromMiddle(event: MouseEvent): Point {
    const { left, top, width, height } = this.host.getBoundingClientRect();
    return { x: event.clientX - left - width / 2, y: event.clientY - top - height / 2 };
  }

  private measure(): void {
    const { clientWidth, clientHeight } = this.host;
    this.box.set({ width: clientWidth, height: clientHeight, density: devicePixelRatio });
  }
}
