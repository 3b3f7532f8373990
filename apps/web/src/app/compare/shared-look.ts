import { computed, signal, untracked, type Signal } from '@angular/core';
import { frameOf, type StageLens } from '../ui/lens.ts';
import { actualScale, type Point, type Size, type Stage } from '../ui/zoom.ts';
import { basesOf, isWhole, pannedLook, toggledLook, viewOf, whole, zoomedLook, type Lain, type Look } from './look.ts';

const unknown: Size = { width: 1, height: 1 };
const middle: Point = { x: 0, y: 0 };

/** How all panes of a comparison are looked at: together, or each by itself. */
export class SharedLook {
  private readonly together = signal(true);
  private readonly shared = signal<Look>(whole);
  private readonly apart = signal<ReadonlyMap<PaneLens, Look>>(new Map());
  private readonly lenses = signal<readonly PaneLens[]>([]);
  readonly isLinked = this.together.asReadonly();

  private readonly bases = computed(() => {
    const lenses = this.lenses();
    const bases = basesOf(lenses.map((lens) => ({ size: lens.size(), stage: lens.stage() })));
    return new Map(lenses.map((lens, at) => [lens, bases[at] ?? 1]));
  });

  add(lens: PaneLens): () => void {
    this.lenses.update((all) => [...all, lens]);
    return () => {
      this.lenses.update((all) => all.filter((each) => each !== lens));
    };
  }

  baseOf(lens: PaneLens): number {
    return this.bases().get(lens) ?? 1;
  }

  of(lens: PaneLens): Look {
    return this.together() ? this.shared() : (this.apart().get(lens) ?? this.shared());
  }

  change(lens: PaneLens, look: Look): void {
    if (untracked(this.together)) this.shared.set(look);
    else this.apart.update((all) => new Map(all).set(lens, look));
  }

  /** Apart, each stays as it was; together again, all are looked at as the one that is meant. */
  toggleLink(meant: PaneLens | null): void {
    const look = meant === null ? whole : untracked(() => this.of(meant));
    this.apart.set(new Map());
    this.shared.set(look);
    this.together.update((is) => !is);
  }
}

/** How the picture of one pane is looked at. */
export class PaneLens implements StageLens {
  private readonly box = signal<Stage>({ width: 1, height: 1, density: 1 });
  readonly stage = this.box.asReadonly();
  readonly size: Signal<Size>;
  private readonly lain = computed<Lain>(() => ({
    size: this.size(),
    stage: this.box(),
    base: this.group.baseOf(this),
  }));
  private readonly look = computed(() => this.group.of(this));
  private readonly view = computed(() => viewOf(this.look(), this.lain()));

  readonly isWhole = computed(() => isWhole(this.look()));
  readonly zoom = computed(() => this.view().scale / actualScale(this.box()));
  readonly frame = computed(() => frameOf(this.view(), this.size(), this.box()));

  constructor(
    private readonly group: SharedLook,
    size: Signal<Size | null>,
  ) {
    this.size = computed(() => size() ?? unknown, { equal: (a, b) => a.width === b.width && a.height === b.height });
  }

  resize(stage: Stage): void {
    this.box.set(stage);
  }

  zoomBy(factor: number, at = middle): void {
    this.change((look, lain) => zoomedLook(look, factor, at, lain));
  }

  toggle(at = middle): void {
    this.change((look, lain) => toggledLook(look, at, lain));
  }

  pan(by: Point): void {
    this.change((look, lain) => pannedLook(look, by, lain));
  }

  private change(how: (look: Look, lain: Lain) => Look): void {
    this.group.change(
      this,
      untracked(() => how(this.look(), this.lain())),
    );
  }
}
