import { ChangeDetectionStrategy, Component, input } from '@angular/core';
import { Icon, type IconName } from './icon.ts';

/** One calm sentence in the middle of an empty place, and what to do next. Buttons are its content. */
@Component({
  selector: 'll-notice',
  imports: [Icon],
  template: `
    <span class="badge"><ll-icon [name]="icon()" /></span>
    <h2>{{ heading() }}</h2>
    <p>{{ text() }}</p>
    <div class="actions"><ng-content /></div>
  `,
  styles: `
    :host {
      display: grid;
      justify-items: center;
      gap: var(--space-2);
      max-width: 380px;
      padding: var(--space-5);
      text-align: center;
    }
    .badge {
      --icon: 26px;
      display: grid;
      place-items: center;
      width: 60px;
      height: 60px;
      margin-bottom: var(--space-2);
      border-radius: 50%;
      background: var(--hover);
      color: var(--text-faint);
    }
    h2 {
      font-size: var(--type-4);
      overflow-wrap: anywhere;
    }
    p {
      color: var(--text-quiet);
      text-wrap: pretty;
      overflow-wrap: anywhere;
    }
    .actions {
      display: flex;
      flex-wrap: wrap;
      justify-content: center;
      gap: var(--space-2);
      margin-top: var(--space-2);
    }
    .actions:empty {
      display: none;
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Notice {
  readonly icon = input.required<IconName>();
  readonly heading = input.required<string>();
  readonly text = input.required<string>();
}
