import { ChangeDetectionStrategy, Component, input, output } from '@angular/core';
import type { Star } from '#contracts';
import { Icon } from './icon.ts';
import { keepKeys } from './keep-keys.ts';

/** One to five stars to choose from. Choosing the one that is set takes it away. */
@Component({
  selector: 'll-stars',
  imports: [Icon],
  template: `
    @for (each of all; track each) {
      <button
        type="button"
        class="star"
        [class.on]="(value() ?? 0) >= each"
        [disabled]="isDisabled()"
        [attr.tabindex]="isMouseOnly() ? -1 : null"
        [attr.aria-pressed]="value() === each"
        [attr.aria-label]="each === 1 ? '1 star' : each + ' stars'"
        [title]="(each === 1 ? '1 star' : each + ' stars') + ' (' + each + ')'"
        (click)="chosen.emit(value() === each ? null : each)"
      >
        <ll-icon name="star" />
      </button>
    }
  `,
  styles: `
    :host {
      display: inline-flex;
    }
    .star {
      --icon: 18px;
      display: grid;
      place-items: center;
      width: 30px;
      height: 30px;
      border-radius: var(--radius-2);
      color: var(--text-faint);
    }
    .star.on {
      --icon-fill: currentColor;
      color: var(--star);
    }
    .star:hover:not(:disabled) {
      background: var(--hover);
      color: var(--star);
    }
    .star:disabled {
      opacity: 0.55;
    }
    @media (pointer: coarse) {
      .star {
        width: 44px;
        height: 44px;
      }
    }
  `,
  host: { role: 'group', 'aria-label': 'Stars', '(mousedown)': 'keepKeys($event)' },
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Stars {
  readonly value = input.required<Star>();
  readonly isDisabled = input(false);
  /** Keys do the same where it stands: Tab goes past it. */
  readonly isMouseOnly = input(false);
  readonly chosen = output<Star>();
  protected readonly keepKeys = keepKeys;
  protected readonly all = [1, 2, 3, 4, 5] as const;
}
