import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core';
import { presetWords, spanOf, workPresets, writePeriod } from '../state/work-period.ts';
import { isDay, isZone } from '../state/zone-days.ts';
import { DayInput } from '../ui/day-input.ts';
import { InAppLink } from '../ui/in-app-link.ts';
import { DashboardDesk } from './dashboard-desk.ts';

/** Which days are told of, and whose days these are. Each choice is an address. */
@Component({
  selector: 'll-period-bar',
  imports: [DayInput, InAppLink],
  templateUrl: './period-bar.html',
  styleUrl: './period-bar.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class PeriodBar {
  protected readonly desk = inject(DashboardDesk);
  protected readonly presets = computed(() => {
    const current = writePeriod(this.desk.place().period);
    return workPresets.map((preset) => ({
      name: presetWords(preset),
      link: this.desk.link({ period: preset }),
      isCurrent: preset === current,
    }));
  });
  /** Of the preset, too, so that one can go on from it. */
  protected readonly own = computed(() => {
    const [{ period }, today] = [this.desk.place(), this.desk.today()];
    const { first, last } = spanOf(period, today);
    return { first: first ?? '', last: last ?? '', isCurrent: typeof period !== 'string' };
  });
  protected readonly zones = computed(() => {
    const [own, chosen] = [this.desk.ownZone, this.desk.zone()];
    const all = Intl.supportedValuesOf('timeZone');
    const first = [...new Set([own, 'UTC', chosen])];
    return [...first, ...all.filter((zone) => !first.includes(zone))].map((zone) => ({
      zone,
      says: zone === own ? `${zone} (here)` : zone,
    }));
  });

  protected chooseDays(first: string, last: string): void {
    const [from, to] = [isDay(first) ? first : last, isDay(last) ? last : first];
    if (!isDay(from) || !isDay(to)) return;
    this.desk.go({ period: from <= to ? { first: from, last: to } : { first: to, last: from } });
  }

  protected chooseZone(zone: string): void {
    if (isZone(zone)) this.desk.go({ zone });
  }
}
