import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core';
import { Address } from '../state/address.ts';
import { Icon } from '../ui/icon.ts';
import { visibleText } from '../ui/visible-text.ts';
import { filterWords } from '../state/filter-words.ts';

/** The conditions of what is shown. Each can be switched off and on again, or taken away. */
@Component({
  selector: 'll-filter-bar',
  imports: [Icon],
  templateUrl: './filter-bar.html',
  styleUrl: './filter-bar.css',
  host: { '[class.empty]': 'chips().length === 0' },
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class FilterBar {
  private readonly address = inject(Address);
  protected readonly chips = computed(() =>
    this.address.place().chips.map(({ filter, isOff }) => ({ words: visibleText(filterWords(filter)), isOff })),
  );

  protected toggle(at: number): void {
    const chips = this.address
      .place()
      .chips.map((chip, place) => (place === at ? { ...chip, isOff: !chip.isOff } : chip));
    this.address.go({ chips, image: null });
  }

  protected remove(at: number): void {
    this.address.go({ chips: this.address.place().chips.filter((_, place) => place !== at), image: null });
  }

  protected clear(): void {
    this.address.go({ chips: [], image: null });
  }
}
