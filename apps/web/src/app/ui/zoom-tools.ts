import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { Icon } from './icon.ts';
import type { StageLens } from './lens.ts';

/** Closer to 1:1 than this nobody can tell. */
const NEARLY = 0.002;

/** How near one looks, and nearer, farther, or as it is. */
@Component({
  selector: 'll-zoom-tools',
  imports: [Icon],
  template: `
    <span class="zoom" aria-live="polite">{{ words() }}</span>
    <button
      type="button"
      class="icon-button step"
      aria-label="Zoom out"
      title="Zoom out"
      (click)="lens().zoomBy(1 / 1.5)"
    >
      <ll-icon name="zoom-out" />
    </button>
    <button type="button" class="icon-button step" aria-label="Zoom in" title="Zoom in" (click)="lens().zoomBy(1.5)">
      <ll-icon name="zoom-in" />
    </button>
    <button type="button" class="button" title="Actual size (Z)" [attr.aria-pressed]="isActual()" (click)="goActual()">
      1:1
    </button>
  `,
  styles: `
    :host {
      display: contents;
    }
    .zoom {
      min-width: 44px;
      padding-right: 6px;
      color: var(--stage-quiet);
      font-size: var(--type-2);
      font-variant-numeric: tabular-nums;
      text-align: right;
    }
    /* Fingers pinch. */
    @media (max-width: 600px) {
      .step,
      :host(.brief) .zoom {
        display: none;
      }
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ZoomTools {
  readonly lens = input.required<StageLens>();
  protected readonly isActual = computed(() => Math.abs(this.lens().zoom() - 1) < NEARLY);
  protected readonly words = computed(() => `${String(Math.round(this.lens().zoom() * 100))}%`);

  /** From nearer or farther to 1:1; from there, and from the whole, as the key does. */
  protected goActual(): void {
    const lens = this.lens();
    if (lens.isWhole() || this.isActual()) lens.toggle();
    else lens.zoomBy(1 / lens.zoom());
  }
}
