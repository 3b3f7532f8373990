import { Injectable, inject, type Signal, type WritableSignal } from '@angular/core';
import { Address } from '../state/address.ts';
import { Comparison } from '../state/comparison.ts';
import { Dialogs } from '../state/dialogs.ts';
import type { KeyLayer } from '../state/keyboard.ts';
import { LabelKeys } from '../state/label-keys.ts';
import { Preferences } from '../state/preferences.ts';
import type { StageLens } from '../ui/lens.ts';
import { stepInPanes, type PaneGrid } from './pane-grid.ts';

/** What a comparison does with keys. */
export interface ComparedByKeys {
  readonly grid: Signal<PaneGrid>;
  /** Two lie over one another: then the arrows move the divider. */
  readonly isOver: Signal<boolean>;
  readonly share: WritableSignal<number>;
  readonly lens: Signal<StageLens | null>;
  close(): void;
  toggleInspector(): void;
  toggleSlider(): void;
  toggleLink(): void;
  remove(path: string): void;
  export(): void;
}

const STEP = 2;
const LEAP = 10;

/** Keys are for the active image: labels go to it, arrows to its neighbours. */
@Injectable()
export class CompareKeys {
  private readonly comparison = inject(Comparison);
  private readonly labelKeys = inject(LabelKeys);
  private readonly dialogs = inject(Dialogs);
  private readonly preferences = inject(Preferences);
  private readonly address = inject(Address);

  handlersFor(compared: ComparedByKeys): KeyLayer['handlers'] {
    const close = (): void => compared.close();
    return {
      ...this.labelKeys.handlers,
      ...this.dialogs.handlers,
      ...this.moves(compared),
      close,
      grid: close,
      compare: close,
      open: () => {
        this.address.go({ image: this.comparison.active(), compare: null });
      },
      inspector: () => compared.toggleInspector(),
      'actual-size': () => compared.lens()?.toggle(),
      'compare-slider': () => compared.toggleSlider(),
      'compare-link': () => compared.toggleLink(),
      'compare-export': () => compared.export(),
      'compare-differences': () => {
        this.preferences.isDifferenceOpen.set(!this.preferences.isDifferenceOpen());
      },
      'compare-remove': () => {
        const path = this.comparison.active();
        if (path !== null) compared.remove(path);
      },
    };
  }

  private moves(compared: ComparedByKeys): KeyLayer['handlers'] {
    const count = (): number => this.comparison.paths()?.length ?? 0;
    const slide = (by: number): void => {
      compared.share.update((share) => Math.max(0, Math.min(100, share + by)));
    };
    const step = (to: 'left' | 'right' | 'up' | 'down') => (): void => {
      if (compared.isOver()) {
        if (to === 'left' || to === 'right') slide(to === 'left' ? -STEP : STEP);
        return;
      }
      const next = stepInPanes(this.comparison.focus(), to, count(), compared.grid());
      if (next !== null) this.comparison.move(next);
    };
    return {
      left: step('left'),
      right: step('right'),
      up: step('up'),
      down: step('down'),
      first: () => (compared.isOver() ? slide(-100) : this.comparison.move(0)),
      last: () => (compared.isOver() ? slide(100) : this.comparison.move(count() - 1)),
      'page-up': () => compared.isOver() && slide(-LEAP),
      'page-down': () => compared.isOver() && slide(LEAP),
    };
  }
}
