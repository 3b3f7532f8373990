import {
  ChangeDetectionStrategy,
  Component,
  computed,
  input,
  output,
  signal,
  viewChild,
  type ElementRef,
} from '@angular/core';
import type { MetricFacet } from '#contracts';
import { count, numberWords } from '../state/quantities.ts';

export interface Range {
  readonly min?: number;
  readonly max?: number;
}

/** How the numbers of a metric are spread. Dragging over it, or two fields, choose a part of them. */
@Component({
  selector: 'll-metric-histogram',
  templateUrl: './metric-histogram.html',
  styleUrl: './metric-histogram.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class MetricHistogram {
  readonly facet = input.required<MetricFacet>();
  readonly range = input.required<Range | null>();
  /** Nothing that has a number is wanted. */
  readonly isNone = input(false);
  /** Null: all of them. */
  readonly chosen = output<Range | null>();

  private readonly chart = viewChild.required<ElementRef<SVGElement>>('chart');
  /** While the pointer is down: from where to where, as shares of the width. */
  private readonly drag = signal<{ readonly from: number; readonly to: number } | null>(null);
  protected readonly bars = computed(() => barsOf(this.facet().bins));
  protected readonly title = computed(() => `${count(this.facet().count)} images have it`);
  protected readonly least = computed(() => numberWords(this.facet().min));
  protected readonly most = computed(() => numberWords(this.facet().max));
  protected readonly typedMin = computed(() => fieldOf(this.facet(), this.range()?.min));
  protected readonly typedMax = computed(() => fieldOf(this.facet(), this.range()?.max));
  /** The part that is chosen, in shares of the width. */
  protected readonly part = computed(() => {
    const drag = this.drag();
    if (drag !== null) return { from: Math.min(drag.from, drag.to), to: Math.max(drag.from, drag.to) };
    const range = this.range();
    if (this.isNone()) return { from: 0, to: 0 };
    return range === null ? null : { from: this.shareOf(range.min, 0), to: this.shareOf(range.max, 1) };
  });

  protected press(event: PointerEvent): void {
    if (event.button !== 0) return;
    this.chart().nativeElement.setPointerCapture(event.pointerId);
    const at = this.shareAt(event);
    this.drag.set({ from: at, to: at });
  }

  protected move(event: PointerEvent): void {
    this.drag.update((drag) => (drag === null ? null : { ...drag, to: this.shareAt(event) }));
  }

  /** A press without a way is for all of it. */
  protected release(): void {
    const part = this.part();
    const wasDragged = this.drag() !== null;
    this.drag.set(null);
    if (!wasDragged || part === null) return;
    this.chosen.emit(part.to - part.from < 0.02 ? null : rangeOf(this.facet(), part.from, part.to));
  }

  protected cancel(): void {
    this.drag.set(null);
  }

  protected type(end: 'min' | 'max', text: string): void {
    const { min, max } = this.range() ?? {};
    const value = text.trim() === '' ? undefined : Number(text);
    if (value !== undefined && !Number.isFinite(value)) return;
    const [low, high] = end === 'min' ? [value, max] : [min, value];
    const range = { ...(low === undefined ? {} : { min: low }), ...(high === undefined ? {} : { max: high }) };
    this.chosen.emit(low === undefined && high === undefined ? null : range);
  }

  private shareAt({ clientX }: PointerEvent): number {
    const { left, width } = this.chart().nativeElement.getBoundingClientRect();
    return Math.max(0, Math.min(1, (clientX - left) / width));
  }

  private shareOf(value: number | undefined, otherwise: number): number {
    const { min, max } = this.facet();
    if (value === undefined || max === min) return otherwise;
    return Math.max(0, Math.min(1, (value - min) / (max - min)));
  }
}

/** Both ends of a range are in it, and the end of a bin belongs to the next: a range ends this part of a bin before. */
const HAIR = 1e-6;

/** The ends are those of bins: what one sees in a bar is what one gets. */
export function rangeOf({ min, max, bins }: MetricFacet, from: number, to: number): Range {
  const step = (max - min) / bins.length;
  const [first, last] = [Math.floor(from * bins.length), Math.ceil(to * bins.length)];
  return {
    ...(first <= 0 ? {} : { min: tidy(min + first * step, step) }),
    ...(last >= bins.length ? {} : { max: tidy(min + (last - HAIR) * step, step) }),
  };
}

/** As many decimals as it takes to see a hair, however large the number is: 0.3, and not 0.30000000000000004. */
function tidy(value: number, step: number): number {
  const decimals = 7 - Math.floor(Math.log10(step));
  return decimals > 100 ? value : Number(value.toFixed(Math.max(0, decimals)));
}

/** What was brushed in as many decimals as the width of a bin can tell, and what was typed as it was typed. */
export function fieldOf({ min, max, bins }: MetricFacet, value: number | undefined): string {
  if (value === undefined) return '';
  const step = (max - min) / bins.length;
  const bin = Math.round((value - min) / step);
  const decimals = Math.max(0, 1 - Math.floor(Math.log10(step)));
  if (!(decimals <= 100)) return String(value);
  if (value === tidy(min + bin * step, step)) return String(Number(value.toFixed(decimals)));
  // It ends before the next bin, and so does what is written.
  if (value === tidy(min + (bin - HAIR) * step, step))
    return String(Number((value - 0.5 / 10 ** decimals).toFixed(decimals)));
  return String(value);
}

interface Bar {
  readonly x: number;
  readonly height: number;
}

/** What is rare is still seen: the roots of the numbers are drawn. */
export function barsOf(bins: readonly number[]): Bar[] {
  const most = Math.sqrt(Math.max(1, ...bins));
  return bins.map((value, at) => ({ x: at, height: value === 0 ? 0 : Math.max(1.5, (Math.sqrt(value) / most) * 40) }));
}
