import { ChangeDetectionStrategy, Component, computed, input, output, signal } from '@angular/core';
import { Icon } from '../ui/icon.ts';
import { count } from '../state/quantities.ts';

/** One value of a facet. */
export interface FacetValue {
  readonly key: string;
  readonly words: string;
  /** null: nobody knows. */
  readonly count: number | null;
  readonly isOn: boolean;
  /** It must not be there. */
  readonly isOut?: boolean;
}

const SHOWN = 8;
/** From so many on one looks for a value instead of reading all. */
const MANY = 16;

/** Values to choose from, with how many images each would give. */
@Component({
  selector: 'll-facet-list',
  imports: [Icon],
  templateUrl: './facet-list.html',
  styleUrl: './facet-list.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class FacetList {
  readonly label = input.required<string>();
  readonly values = input.required<readonly FacetValue[]>();
  /** There are more than were told. */
  readonly distinct = input(0);
  /** Values can be ruled out, too. */
  readonly canExclude = input(false);
  readonly picked = output<string>();
  readonly excluded = output<string>();

  private readonly isWhole = signal(false);
  protected readonly sought = signal('');
  protected readonly count = count;
  /** While one looks for something, however few are left: or it could not be ended. */
  protected readonly hasSearch = computed(() => this.values().length >= MANY || this.sought() !== '');
  private readonly matching = computed(() => {
    const sought = this.sought().trim().toLocaleLowerCase();
    return sought === ''
      ? this.values()
      : this.values().filter(({ words }) => words.toLocaleLowerCase().includes(sought));
  });
  protected readonly lines = computed(() => {
    const all = this.matching();
    const most = Math.max(1, ...this.values().map((each) => each.count ?? 0));
    const isShort = !this.isWhole() && this.sought() === '';
    // What is chosen is never hidden among the rest.
    const shown = isShort ? all.filter((each, at) => at < SHOWN || each.isOn || each.isOut === true) : all;
    return shown.map((each) => ({ ...each, share: Math.round(((each.count ?? 0) / most) * 100) }));
  });
  protected readonly hidden = computed(() => this.matching().length - this.lines().length);
  protected readonly untold = computed(() => Math.max(0, this.distinct() - this.values().length));

  protected showAll(): void {
    this.isWhole.set(true);
  }
}
