import {
  ChangeDetectionStrategy,
  Component,
  ElementRef,
  Injector,
  afterNextRender,
  computed,
  inject,
  input,
} from '@angular/core';
import { undoWords } from '../state/gesture-words.ts';
import { Icon } from '../ui/icon.ts';
import { visibleText } from '../ui/visible-text.ts';
import type { TakingBack } from './taking-back.ts';

/** The button that takes one gesture back, and the question before that. Both are parts of the grid that they stand in. */
@Component({
  selector: 'll-take-back',
  imports: [Icon],
  templateUrl: './take-back.html',
  styleUrl: './take-back.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class TakeBack {
  readonly gesture = input.required<string>();
  /** What was done, and by whom, for whoever hears the page. */
  readonly says = input.required<string>();
  readonly by = input.required<string>();
  readonly taking = input.required<TakingBack>();
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef);
  private readonly injector = inject(Injector);
  protected readonly considered = computed(() => {
    const considered = this.taking().considered();
    return considered?.gesture === this.gesture() ? considered : null;
  });
  protected readonly isUnderWay = computed(() => this.taking().underWay().has(this.gesture()));
  protected readonly words = computed(() => {
    const answer = this.considered()?.answer;
    return answer ? visibleText(undoWords(answer)) : null;
  });

  protected consider(): void {
    void this.taking().consider(this.gesture());
    this.keepKeys();
  }

  protected leave(): void {
    this.taking().leave();
    this.keepKeys();
  }

  protected takeBack(): void {
    this.taking().takeBack(this.gesture(), this.says());
    this.keepKeys();
  }

  /** The button that had the keys goes with this drawing. */
  private keepKeys(): void {
    const focus = (): void => {
      if (document.activeElement !== document.body) return;
      const host = this.host.nativeElement;
      const next = host.querySelector<HTMLElement>('.decide, button') ?? host.closest<HTMLElement>('[tabindex]');
      next?.focus();
    };
    afterNextRender(focus, { injector: this.injector });
  }
}
