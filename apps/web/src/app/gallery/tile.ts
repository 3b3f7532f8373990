import { ChangeDetectionStrategy, Component, computed, inject, input, signal } from '@angular/core';
import type { ItemProblem } from '#contracts';
import { Activity } from '../state/activity.ts';
import { GalleryStore } from '../state/gallery-store.ts';
import { LabelDesk } from '../state/label-desk.ts';
import { SaveStates, type ShownState } from '../state/save-states.ts';
import { Selection } from '../state/selection.ts';
import { ShownThumb } from '../state/shown-thumb.ts';
import { ThumbLoader } from '../state/thumb-loader.ts';
import { Icon, type IconName } from '../ui/icon.ts';
import { broughtIntoSight, markedParts, wordsIn } from '../ui/marked-text.ts';
import { countOf } from '../state/quantities.ts';
import { visibleText } from '../ui/visible-text.ts';
import { TileActions } from './tile-actions.ts';
import { TileMarks } from './tile-marks.ts';

interface Trouble {
  readonly icon: IconName;
  readonly word: string;
}

const troubles: Readonly<Record<ItemProblem | 'unreachable' | 'withheld', Trouble>> = {
  missing: { icon: 'missing', word: 'Missing' },
  denied: { icon: 'lock', word: 'Not read' },
  undecodable: { icon: 'unseen', word: 'Not readable' },
  too_large: { icon: 'large', word: 'Too large' },
  unreachable: { icon: 'unreachable', word: 'Waiting for the server' },
  withheld: { icon: 'unreachable', word: 'Out of reach' },
};

/** Pixels of a letter of a caption, or a little more; and those left and right of all letters. */
const LETTER_WIDTH = 7;
const CAPTION_EDGES = 18;

/** Only what has to be known: whoever hears the page is not told of every save. */
const saveWords: Partial<Record<ShownState, string>> = {
  conflict: 'newer change detected',
  refused: 'not taken by the server',
  waiting: 'not saved yet',
};

/** One image of the grid: its thumb, or in the same shape what stands in the way of it. */
@Component({
  selector: 'll-tile',
  imports: [Icon, TileActions, TileMarks],
  templateUrl: './tile.html',
  styleUrl: './tile.css',
  host: {
    role: 'gridcell',
    '[id]': '"tile-" + index()',
    '[attr.data-index]': 'index()',
    '[attr.aria-colindex]': 'column()',
    '[attr.aria-label]': 'label()',
    '[attr.aria-selected]': 'isSelected()',
    '[attr.tabindex]': 'isFocused() ? 0 : -1',
    '[style.left.px]': 'x()',
    '[style.width.px]': 'width()',
    '[class.focused]': 'isFocused()',
    '[class.selected]': 'isSelected()',
    '[class.found]': 'isFound()',
    '[class.pulsing]': 'isPulsing()',
    '[class.small]': 'width() < leastForWords',
    '[class.narrow]': '!hasStars()',
    '[class.rated]': 'isUnderMouse() && hasStars()',
    '(pointerenter)': 'hover($event)',
    '(pointerleave)': 'isUnderMouse.set(false)',
  },
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Tile {
  readonly index = input.required<number>();
  readonly column = input.required<number>();
  readonly x = input.required<number>();
  readonly width = input.required<number>();
  readonly isSquare = input.required<boolean>();

  private readonly store = inject(GalleryStore);
  private readonly thumbs = inject(ThumbLoader);
  private readonly desk = inject(LabelDesk);
  private readonly states = inject(SaveStates);
  private readonly selection = inject(Selection);
  private readonly activity = inject(Activity);

  protected readonly leastForWords = 84;
  /** Buttons are made for the tile under the mouse, not for four hundred. */
  protected readonly isUnderMouse = signal(false);
  protected readonly hasStars = computed(() => this.width() >= 150);
  protected readonly item = computed(() => this.store.item(this.index()));
  protected readonly isFocused = computed(() => this.store.focus() === this.index());
  protected readonly isPulsing = computed(() => this.activity.pulseOf(this.item()?.path ?? '') !== null);
  protected readonly isSelected = computed(() => this.selection.has(this.index()));
  protected readonly name = computed(() => visibleText(this.item()?.name ?? ''));
  /** What was searched for is shown where it stands. */
  private readonly sought = computed(() => wordsIn(this.store.shown()?.query.text ?? ''));
  protected readonly isFound = computed(() => this.sought().length > 0);
  /** A match beyond the end of the line would be cut off. */
  protected readonly parts = computed(() =>
    broughtIntoSight(markedParts(this.name(), this.sought()), (this.width() - CAPTION_EDGES) / LETTER_WIDTH),
  );
  private readonly shown = new ShownThumb(this.thumbs, this.item);
  protected readonly thumb = this.shown.thumb;
  protected readonly url = this.shown.url;
  protected readonly trouble = computed<Trouble | null>(() => {
    const thumb = this.thumb();
    if (thumb.kind === 'failed') return troubles[thumb.problem];
    return thumb.kind === 'unreachable' || thumb.kind === 'withheld' ? troubles[thumb.kind] : null;
  });
  protected readonly label = computed(() => {
    const trouble = this.trouble();
    const item = this.item();
    if (item === undefined) return 'Loading';
    const { star, tags, notes } = this.desk.of(item);
    return [
      this.name(),
      trouble?.word,
      star === null ? undefined : countOf(star, 'star'),
      tags.length === 0 ? undefined : `tags: ${tags.map(visibleText).join(', ')}`,
      notes === '' ? undefined : 'with notes',
      saveWords[this.states.of(item.path)],
    ]
      .filter((part) => part !== undefined)
      .join(', ');
  });

  protected hover(event: PointerEvent): void {
    this.isUnderMouse.set(event.pointerType === 'mouse');
  }

  protected spoil(): void {
    const item = this.item();
    if (item !== undefined) this.thumbs.spoil(item);
  }
}
