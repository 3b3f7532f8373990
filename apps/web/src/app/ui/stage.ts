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
  output,
  viewChild,
  type Signal,
} from '@angular/core';
import { Gestures, type PointerAt } from './gestures.ts';
import type { StageLens } from './lens.ts';
import type { Point } from './zoom.ts';

/** What is drawn of one image. */
export interface Drawn {
  readonly thumb: string | null;
  readonly original: {
    readonly element: HTMLImageElement;
    readonly state: Signal<'loading' | 'ready' | 'failed'>;
  } | null;
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
    '[class.can-pan]': '!lens().isWhole()',
    '(wheel)': 'wheel($event)',
    '(dblclick)': 'lens().toggle(fromMiddle($event))',
    '(pointerdown)': 'press($event)',
    '(pointermove)': 'gestures.move(at($event))',
    '(pointerup)': 'gestures.release(at($event))',
    '(pointercancel)': 'gestures.cancel($event.pointerId)',
  },
  encapsulation: ViewEncapsulation.None,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Stage {
  readonly picture = input.required<Drawn>();
  readonly lens = input.required<StageLens>();
  readonly turned = output<-1 | 1>();
  readonly dismissed = output();

  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  private readonly slot = viewChild.required<ElementRef<HTMLElement>>('slot');
  protected readonly isOriginalThere = computed(() => this.picture().original?.state() === 'ready');
  protected readonly thumb = computed(() => {
    const { thumb, mayBeClear } = this.picture();
    return mayBeClear && this.isOriginalThere() ? null : thumb;
  });

  protected readonly gestures = new Gestures({
    canPan: () => !this.lens().isWhole(),
    pan: (by) => {
      this.lens().pan(by);
    },
    pinch: (factor, at) => {
      this.lens().zoomBy(factor, at);
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
    // Only when it is another one: what is put into the page again may flash.
    const shown = computed(() => (this.isOriginalThere() ? (this.picture().original?.element ?? null) : null));
    effect(() => {
      const element = shown();
      this.slot().nativeElement.replaceChildren(...(element === null ? [] : [element]));
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

  protected wheel(event: WheelEvent): void {
    event.preventDefault();
    // Firefox counts lines where others count pixels; a pinch on a trackpad arrives as a wheel with Ctrl.
    const pixels = event.deltaMode === 0 ? event.deltaY : event.deltaY * 20;
    const factor = Math.exp(-pixels * (event.ctrlKey ? PINCH_STEP : WHEEL_STEP));
    this.lens().zoomBy(factor, this.fromMiddle(event));
  }

  protected press(event: PointerEvent): void {
    if (event.button !== 0) return;
    this.host.setPointerCapture(event.pointerId);
    this.gestures.press(this.at(event));
  }

  protected at(event: PointerEvent): PointerAt {
    return { id: event.pointerId, isTouch: event.pointerType === 'touch', ...this.fromMiddle(event) };
  }

  protected fromMiddle(event: MouseEvent): Point {
    const { left, top, width, height } = this.host.getBoundingClientRect();
    return { x: event.clientX - left - width / 2, y: event.clientY - top - height / 2 };
  }

  private measure(): void {
    const { clientWidth, clientHeight } = this.host;
    this.lens().resize({ width: clientWidth, height: clientHeight, density: devicePixelRatio });
  }
}
