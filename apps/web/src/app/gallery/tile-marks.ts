import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import type { ItemRow } from '#contracts';
import { GalleryStore } from '../state/gallery-store.ts';
import { LabelDesk } from '../state/label-desk.ts';
import { SaveStates } from '../state/save-states.ts';
import { Icon, type IconName } from '../ui/icon.ts';
import { hasMatch, wordsIn } from '../ui/marked-text.ts';

/**
 * In a corner of the tile of an image: what is not saved, first, for a small tile has room for one or two; then what is
 * written on it, stars, how many tags, whether there is a note.
 */
@Component({
  selector: 'll-tile-marks',
  imports: [Icon],
  template: `
    @if (trouble(); as trouble) {
      <span class="mark bad"><ll-icon [name]="trouble" /></span>
    }
    @if (label().star; as star) {
      <span class="mark star"><ll-icon name="star" />{{ star }}</span>
    }
    @if (label().tags.length; as tags) {
      <span class="mark" [class.found]="hasFoundTag()"><ll-icon name="tag" />{{ tags }}</span>
    }
    @if (label().notes !== '') {
      <span class="mark" [class.found]="hasFoundNote()"><ll-icon name="note" /></span>
    }
  `,
  styles: `
    :host {
      position: absolute;
      inset: 5px auto auto 5px;
      display: flex;
      gap: 3px;
      max-width: calc(100% - 10px);
      overflow: hidden;
      pointer-events: none;
    }
    .mark {
      --icon: 11px;
      display: inline-flex;
      flex: none;
      align-items: center;
      gap: 2px;
      height: 18px;
      padding: 0 5px;
      border-radius: 9px;
      background: oklch(0 0 0 / 0.62);
      color: oklch(0.96 0 0);
      font-size: var(--type-1);
      font-variant-numeric: tabular-nums;
    }
    .star {
      --icon-fill: currentColor;
      color: oklch(0.87 0.14 88);
    }
    /* What was looked for stands in there. */
    .found {
      background: oklch(0.87 0.14 88);
      color: oklch(0.2 0 0);
    }
    .bad {
      color: oklch(0.85 0.13 60);
    }
  `,
  host: { 'aria-hidden': 'true' },
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class TileMarks {
  readonly row = input.required<ItemRow>();
  private readonly desk = inject(LabelDesk);
  private readonly states = inject(SaveStates);
  private readonly store = inject(GalleryStore);
  protected readonly label = computed(() => this.desk.of(this.row()));
  private readonly sought = computed(() => this.store.shown()?.query.text ?? '');
  protected readonly hasFoundTag = computed(() => {
    const words = wordsIn(this.sought(), 'tag');
    return words.length > 0 && this.label().tags.some((tag) => hasMatch(tag, words));
  });
  protected readonly hasFoundNote = computed(() => {
    const words = wordsIn(this.sought(), 'notes');
    return words.length > 0 && hasMatch(this.label().notes, words);
  });
  protected readonly trouble = computed<IconName | null>(() => {
    const state = this.states.of(this.row().path);
    if (state === 'conflict' || state === 'refused') return 'warning';
    return state === 'waiting' ? 'retry' : null;
  });
}
