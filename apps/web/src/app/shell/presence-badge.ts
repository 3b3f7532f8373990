import { ChangeDetectionStrategy, Component, computed, inject, input, signal } from '@angular/core';
import { peopleExplained, peopleWords } from '../presence/people-words.ts';
import { PresenceClient } from '../presence/presence-client.ts';
import { Icon } from '../ui/icon.ts';

/** How many have the open folder open. Its place is kept while nothing is known. */
@Component({
  selector: 'll-presence-badge',
  imports: [Icon],
  templateUrl: './presence-badge.html',
  styleUrl: './presence-badge.css',
  host: { '[class.narrow]': 'isNarrow()' },
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class PresenceBadge {
  readonly isNarrow = input.required<boolean>();
  /** What is counted is told on a press, too: a finger has nothing to hover with. */
  protected readonly isExplained = signal(false);
  protected readonly counts = inject(PresenceClient).counts;
  protected readonly words = computed(() => {
    const counts = this.counts();
    return counts === null ? '' : peopleWords(counts);
  });
  protected readonly explained = computed(() => {
    const counts = this.counts();
    return counts === null ? '' : peopleExplained(counts);
  });

  protected close(event: Event): void {
    if (this.isExplained()) event.stopPropagation();
    this.isExplained.set(false);
  }
}
