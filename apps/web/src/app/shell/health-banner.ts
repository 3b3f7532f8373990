import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core';
import { HealthWatch } from '../state/health-watch.ts';
import { healthWarnings } from '../state/health-warnings.ts';
import { Icon } from '../ui/icon.ts';

/** Over everything, for as long as something is wrong with what is kept or shown. It cannot be closed: the reason would still be there. */
@Component({
  selector: 'll-health-banner',
  imports: [Icon],
  template: `
    @for (warning of warnings(); track warning.heading) {
      <p role="alert" [class.bad]="warning.tone === 'bad'">
        <ll-icon name="info" /><span
          ><strong>{{ warning.heading }}</strong> {{ warning.text }}</span
        >
      </p>
    }
  `,
  styles: `
    p {
      display: flex;
      align-items: baseline;
      gap: var(--space-2);
      margin: 0;
      padding: var(--space-2) var(--space-3);
      background: color-mix(in oklab, var(--tone) 22%, var(--panel));
      border-bottom: 1px solid color-mix(in oklab, var(--tone) 50%, transparent);
      color: var(--text);
      font-size: var(--type-3);
      line-height: 1.35;
      --tone: var(--warn);
    }
    .bad {
      --tone: var(--bad);
    }
    ll-icon {
      --icon: 14px;
      align-self: center;
      color: var(--tone);
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class HealthBanner {
  private readonly watch = inject(HealthWatch);
  protected readonly warnings = computed(() => healthWarnings(this.watch.health()));
}
