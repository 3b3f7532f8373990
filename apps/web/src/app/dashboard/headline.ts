import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core';
import { count } from '../state/quantities.ts';
import { Explained } from '../ui/explained.ts';
import { InAppLink } from '../ui/in-app-link.ts';
import { DashboardDesk } from './dashboard-desk.ts';
import { definitions } from './definitions.ts';
import { forecastWords, percentWords } from './number-words.ts';
import { shareOf } from './scales.ts';

/** How far it is, and when it will be done: what one reads from the door. */
@Component({
  selector: 'll-headline',
  imports: [Explained, InAppLink],
  templateUrl: './headline.html',
  styleUrl: './headline.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Headline {
  private readonly desk = inject(DashboardDesk);
  protected readonly says = definitions;
  protected readonly behind = this.desk.behind;
  protected readonly numbers = computed(() => {
    const counted = this.desk.counted();
    if (counted === null) return null;
    const { total, labelled } = counted.stats.items;
    const untouched = Math.max(0, total - labelled);
    return {
      total: count(total),
      labelled: count(labelled),
      untouched: count(untouched),
      percent: percentWords(labelled, total),
      share: 100 * shareOf(labelled, total),
      forecast: forecastWords(counted.stats.forecast, counted.today),
    };
  });
}
