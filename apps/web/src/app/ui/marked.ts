import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { markedParts } from './marked-text.ts';

/** A text in which what was looked for is marked. */
@Component({
  selector: 'll-marked',
  template:
    '@for (part of parts(); track $index) {@if (part.isMatch) {<mark>{{ part.text }}</mark>} @else {{{ part.text }}}}',
  styles: `
    mark {
      border-radius: 2px;
      background: oklch(0.87 0.14 88);
      color: oklch(0.2 0 0);
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Marked {
  readonly text = input.required<string>();
  readonly words = input.required<readonly string[]>();
  protected readonly parts = computed(() => markedParts(this.text(), this.words()));
}
