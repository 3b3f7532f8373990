import { computed, linkedSignal, signal, type Signal } from '@angular/core';
import {
  actualScale,
  fitted,
  isFitted,
  panned,
  toggled,
  zoomed,
  type Point,
  type Size,
  type Stage,
  type View,
} from './zoom.ts';

export interface Frame extends Size {
  readonly left: number;
  readonly top: number;
}

/** What a stage asks of whoever decides how its picture is looked at. */
export interface StageLens {
  readonly isWhole: Signal<boolean>;
  /** 1 is one pixel of the image on one of the screen. */
  readonly zoom: Signal<number>;
  /** Where the picture lies on the stage, in whole pixels. */
  readonly frame: Signal<Frame>;
  resize(stage: Stage): void;
  /** Points are counted from the middle of the stage. */
  zoomBy(factor: number, at?: Point): void;
  /** Between fitted and 1:1. */
  toggle(at?: Point): void;
  pan(by: Point): void;
}

export interface Seen {
  /** Another key is another picture: it starts fitted. */
  readonly key: string;
  readonly size: Size;
}

/** How the open picture is looked at: its scale and place, for as long as it is the same picture. */
export class Lens implements StageLens {
  private readonly box = signal<Stage>({ width: 1, height: 1, density: 1 });
  private readonly key = computed(() => this.seen()?.key ?? '');
  private readonly size = computed(() => this.seen()?.size ?? { width: 1, height: 1 }, {
    equal: (a, b) => a.width === b.width && a.height === b.height,
  });
  /** null is "fitted", whatever the stage becomes. */
  private readonly chosen = linkedSignal<string, View | null>({ source: () => this.key(), computation: () => null });
  private readonly view = computed(() => this.chosen() ?? fitted(this.size(), this.box()));

  readonly isWhole = computed(() => isFitted(this.view(), this.size(), this.box()));
  readonly zoom = computed(() => this.view().scale / actualScale(this.box()));
  readonly frame = computed(() => frameOf(this.view(), this.size(), this.box()));

  private readonly seen: Signal<Seen | null>;

  constructor(seen: Signal<Seen | null>) {
    this.seen = seen;
  }

  resize(stage: Stage): void {
    this.box.set(stage);
  }

  zoomBy(factor: number, at: Point = { x: 0, y: 0 }): void {
    this.change(zoomed(this.view(), factor, at, this.size(), this.box()));
  }

  toggle(at: Point = { x: 0, y: 0 }): void {
    this.change(toggled(this.view(), at, this.size(), this.box()));
  }

  pan(by: Point): void {
    this.change(panned(this.view(), by, this.size(), this.box()));
  }

  private change(view: View): void {
    this.chosen.set(isFitted(view, this.size(), this.box()) ? null : view);
  }
}

/** Where a picture lies on its stage, in whole pixels. */
export function frameOf({ scale, x, y }: View, size: Size, stage: Size): Frame {
  const width = Math.max(1, Math.round(size.width * scale));
  const height = Math.max(1, Math.round(size.height * scale));
  return {
    width,
    height,
    left: Math.round((stage.width - width) / 2 + x),
    top: Math.round((stage.height - height) / 2 + y),
  };
}
