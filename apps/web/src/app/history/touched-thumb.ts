import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import type { GestureItem } from '#contracts';
import { imageLink, nameOf } from '../state/place.ts';
import { ShownThumb } from '../state/shown-thumb.ts';
import { ThumbLoader } from '../state/thumb-loader.ts';
import { Icon, type IconName } from '../ui/icon.ts';
import { visibleText } from '../ui/visible-text.ts';

interface Trouble {
  readonly icon: IconName;
  readonly says: string;
}

const gone: Trouble = { icon: 'missing', says: 'not there any more' };
const unknown: Trouble = { icon: 'unreachable', says: 'out of reach' };
const unseen: Trouble = { icon: 'unseen', says: 'cannot be shown' };

/** A small square of one image that was changed, which leads to it; of one that is gone, that it is. */
@Component({
  selector: 'll-touched-thumb',
  imports: [Icon],
  template: `
    @if (item(); as item) {
      <a
        [href]="link()"
        [title]="name()"
        [attr.aria-label]="name() + (trouble() ? ', ' + trouble()?.says : '')"
        [attr.tabindex]="isPlain() ? -1 : null"
        [attr.aria-hidden]="isPlain() ? true : null"
      >
        @if (url(); as url) {
          <img [src]="url" alt="" decoding="async" draggable="false" (error)="thumbs.spoil(item)" />
        } @else if (trouble(); as trouble) {
          <ll-icon [name]="trouble.icon" />
        }
      </a>
    } @else {
      <span
        class="away"
        role="img"
        [title]="name() + ': ' + trouble()?.says"
        [attr.aria-label]="name() + ', ' + trouble()?.says"
      >
        <ll-icon [name]="trouble()?.icon ?? 'missing'" />
      </span>
    }
  `,
  styleUrl: './touched-thumb.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class TouchedThumb {
  readonly touched = input.required<GestureItem>();
  /** Its name stands beside it as a link: this one is for the eye and the mouse. */
  readonly isPlain = input(false);
  protected readonly thumbs = inject(ThumbLoader);
  protected readonly item = computed(() => this.touched().item);
  protected readonly name = computed(() => visibleText(nameOf(this.touched().path)));
  protected readonly link = computed(() => imageLink(this.touched().path));
  private readonly shown = new ShownThumb(this.thumbs, this.item);
  protected readonly url = this.shown.url;
  protected readonly trouble = computed<Trouble | null>(() => {
    const { item, is_gone } = this.touched();
    if (item === undefined) return is_gone ? gone : unknown;
    const thumb = this.shown.thumb();
    if (thumb.kind === 'failed') return thumb.problem === 'missing' ? gone : unseen;
    return thumb.kind === 'unreachable' || thumb.kind === 'withheld' ? unknown : null;
  });
}
