import { ChangeDetectionStrategy, Component, computed, effect, inject, output, signal, viewChild } from '@angular/core';
import { Modal } from '../ui/modal.ts';
import { visibleText } from '../ui/visible-text.ts';
import { clashWords } from './clash-words.ts';
import type { Clash, Side } from './merge-views.ts';
import { viewDesk } from './view-wiring.ts';

/** Two people have changed the same view: whose change stays? Closed without an answer, it is asked again from beside the views. */
@Component({
  selector: 'll-views-conflict',
  imports: [Modal],
  templateUrl: './views-conflict.html',
  styleUrl: './views-conflict.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ViewsConflict {
  readonly closed = output();
  protected readonly desk = inject(viewDesk);
  protected readonly modal = viewChild.required(Modal);
  private readonly choices = signal<ReadonlyMap<string, Side>>(new Map());
  protected readonly words = clashWords;
  protected readonly sides = ['mine', 'theirs'] as const;
  protected readonly isAnswered = computed(() => this.desk.book.clashes().every(({ id }) => this.choices().has(id)));

  constructor() {
    effect(() => {
      // Let go of elsewhere.
      if (this.desk.book.clashes().length === 0) this.modal().close();
    });
  }

  protected nameOf({ base, mine, theirs }: Clash): string {
    return visibleText((base ?? theirs ?? mine)?.name ?? '');
  }

  protected choose({ id }: Clash, side: Side): void {
    this.choices.update((before) => new Map([...before, [id, side]]));
    if (this.isAnswered()) this.desk.book.answer(this.choices());
  }

  protected isChosen({ id }: Clash, side: Side): boolean {
    return this.choices().get(id) === side;
  }
}
