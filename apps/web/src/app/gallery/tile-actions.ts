import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import type { ItemRow, Star } from '#contracts';
import { GalleryStore } from '../state/gallery-store.ts';
import { Identity } from '../state/identity.ts';
import { LabelDesk } from '../state/label-desk.ts';
import { LabelKeys } from '../state/label-keys.ts';
import { Selection } from '../state/selection.ts';
import { Icon } from '../ui/icon.ts';

/** What a mouse can do with the image under it, without leaving it. Keys do all of it, so nobody else is told of these. */
@Component({
  selector: 'll-tile-actions',
  imports: [Icon],
  template: `
    @if (!selection.has(index())) {
      <button
        type="button"
        class="circle"
        [class.low]="!hasStars()"
        tabindex="-1"
        title="Select (Space)"
        (click)="select($event)"
      >
        <ll-icon name="check" />
      </button>
    }
    @if (hasStars() && whyNot() === null) {
      <span class="stars">
        @for (each of all; track each) {
          <button
            type="button"
            tabindex="-1"
            [class.on]="(star() ?? 0) >= each"
            [title]="(each === 1 ? '1 star' : each + ' stars') + ' (' + each + ')'"
            (click)="rate($event, each)"
          >
            <ll-icon name="star" />
          </button>
        }
      </span>
    }
  `,
  styleUrl: './tile-actions.css',
  host: { 'aria-hidden': 'true', '(dblclick)': '$event.stopPropagation()', '(mousedown)': 'press($event)' },
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class TileActions {
  readonly index = input.required<number>();
  readonly row = input.required<ItemRow>();
  /** There is room for them. */
  readonly hasStars = input.required<boolean>();

  private readonly keys = inject(LabelKeys);
  private readonly store = inject(GalleryStore);
  private readonly desk = inject(LabelDesk);
  protected readonly selection = inject(Selection);
  protected readonly whyNot = inject(Identity).whyNotLabel;
  protected readonly star = computed(() => this.desk.of(this.row()).star);
  protected readonly all = [1, 2, 3, 4, 5] as const;

  /** The image has the keyboard from here on, and not a button that goes with the mouse. */
  protected press(event: Event): void {
    event.preventDefault();
    if (event.target instanceof Element)
      event.target.closest<HTMLElement>('[data-index]')?.focus({ preventScroll: true });
  }

  protected select(event: Event): void {
    event.stopPropagation();
    this.store.move(this.index());
    this.selection.toggle(this.index());
  }

  /** The star that is there already is taken away, as in the inspector. On one of several that are selected it is for all of them. */
  protected rate(event: Event, star: Star): void {
    event.stopPropagation();
    this.store.move(this.index());
    const selected = this.selection.has(this.index()) ? this.selection.selected() : null;
    if (selected === null) this.keys.write(this.row(), { set_star: this.star() === star ? null : star });
    else this.keys.rateAll(selected, star);
  }
}
