import { ChangeDetectionStrategy, Component, ElementRef, computed, inject, input, signal } from '@angular/core';
import { count, countOf, shortCount } from '../state/quantities.ts';
import { InAppLink } from '../ui/in-app-link.ts';
import { shareOf, ticksFor } from './scales.ts';

export interface Column {
  /** Below it; empty where there is no room for each. */
  readonly mark: string;
  readonly name: string;
  readonly value: number;
  /** Of these; null where nothing is told apart. */
  readonly newly: number | null;
  readonly link: string;
  readonly newlyLink: string | null;
}

/** Columns over time. One stop of Tab for all of them, arrows between; and a table with the same links. */
@Component({
  selector: 'll-column-chart',
  imports: [InAppLink],
  templateUrl: './column-chart.html',
  styleUrl: './column-chart.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ColumnChart {
  readonly label = input.required<string>();
  /** What a column stands for: `Day`. */
  readonly unit = input.required<string>();
  readonly columns = input.required<readonly Column[]>();
  /** Said while no column is pointed at. */
  readonly sum = input('');
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef);
  protected readonly pointed = signal<string | null>(null);
  private readonly lastName = signal<string | null>(null);
  protected readonly count = count;

  protected readonly hasNewly = computed(() => this.columns().some(({ newly }) => newly !== null));
  private readonly most = computed(() => Math.max(0, ...this.columns().map(({ value }) => value)));
  protected readonly ticks = computed(() => {
    const ticks = ticksFor(this.most());
    const top = ticks.at(-1) ?? 1;
    return ticks.map((value) => ({ value, says: shortCount(value), at: 100 * shareOf(value, top) }));
  });
  protected readonly shown = computed(() => {
    const top = this.ticks().at(-1)?.value ?? 1;
    return this.columns().map((column) => ({
      ...column,
      height: 100 * shareOf(column.value, top),
      newlyHeight: 100 * shareOf(column.newly ?? column.value, column.value),
      says: saysOf(column),
    }));
  });
  /** Where Tab arrives. */
  protected readonly stop = computed(() => {
    const linked = this.columns().filter(({ value }) => value > 0);
    return linked.find(({ name }) => name === this.lastName())?.name ?? linked.at(-1)?.name ?? null;
  });
  protected readonly says = computed(
    () => this.shown().find(({ name }) => name === this.pointed())?.says ?? this.sum(),
  );

  protected enter(name: string): void {
    this.pointed.set(name);
  }

  protected focus(name: string): void {
    this.pointed.set(name);
    this.lastName.set(name);
  }

  protected press(event: KeyboardEvent): void {
    const step = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity }[event.key];
    if (step === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
    const links = [...this.host.nativeElement.querySelectorAll<HTMLElement>('a.column')];
    const at = links.findIndex((link) => link === document.activeElement);
    links[Math.max(0, Math.min(links.length - 1, at + step))]?.focus();
    event.preventDefault();
    event.stopPropagation();
  }
}

function saysOf({ name, value, newly }: Column): string {
  const labels = countOf(value, 'label');
  return newly === null ? `${name}: ${labels}` : `${name}: ${labels}, ${count(newly)} of them first labels`;
}
