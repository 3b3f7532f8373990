import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core';
import { Activity } from '../state/activity.ts';
import { OwnTyping } from '../state/own-typing.ts';
import { personWords } from '../state/person-words.ts';
import { Reveal } from '../state/reveal.ts';
import { WantedFields } from '../state/wanted-fields.ts';
import { countOf } from '../state/quantities.ts';
import { visibleText } from '../ui/visible-text.ts';

/** That others are at work, and what of it cannot be seen from here. */
@Component({
  selector: 'll-activity-line',
  template: `
    @if (isTyping()) {
      <span class="you">You are editing</span>
    }
    @if (elsewhere() > 0) {
      <span class="elsewhere">
        <span class="words">{{ words() }}<span class="where"> outside this view</span></span>
        @if (activity.firstElsewhere() !== null) {
          <button type="button" (click)="reveal()">Reveal</button>
        }
        <button type="button" (click)="dismiss()">Dismiss</button>
      </span>
    }
    <!-- Whoever hears the page is told who is at work, and not of each of their changes. -->
    <span role="status" class="banner" [class.second]="elsewhere() > 0">{{ banner() }}</span>
  `,
  styles: `
    :host {
      display: inline-flex;
      gap: var(--space-3);
      min-width: 0;
      color: var(--text-quiet);
    }
    .elsewhere {
      display: inline-flex;
      align-items: center;
      gap: var(--space-2);
      min-width: 0;
    }
    .you {
      flex: none;
    }
    .words,
    .banner {
      min-width: 0;
      overflow: hidden;
      text-overflow: ellipsis;
    }
    /* Who it was gives way first, and what one can do about it never. */
    .banner {
      order: -1;
      flex: 0 1000 auto;
    }
    /* Of the bar, whatever stands beside it. */
    @container (max-width: 640px) {
      .where {
        display: none;
      }
      .second {
        position: absolute;
        width: 1px;
        clip-path: inset(50%);
      }
    }
    button {
      flex: none;
      height: 22px;
      padding: 0 5px;
      border-radius: var(--radius-1);
      color: var(--accent);
      font-weight: 600;
    }
    button:hover {
      background: var(--hover);
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ActivityLine {
  protected readonly activity = inject(Activity);
  private readonly way = inject(Reveal);
  private readonly wanted = inject(WantedFields);
  protected readonly isTyping = inject(OwnTyping).isTyping;
  protected readonly elsewhere = this.activity.elsewhere;
  private readonly by = computed(() => {
    const by = this.activity.banner();
    return by === null ? null : visibleText(personWords(by));
  });
  protected readonly banner = computed(() => {
    const by = this.by();
    return by === null ? '' : `${by} updated items in the last 30 s`;
  });
  protected readonly words = computed(() => countOf(this.elsewhere(), 'update'));

  protected reveal(): void {
    const path = this.activity.firstElsewhere();
    if (path === null) return;
    // The button goes when the image is in sight, and the keys go there.
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    this.way.go(path);
  }

  protected dismiss(): void {
    this.activity.dismiss();
    this.wanted.leave();
  }
}
