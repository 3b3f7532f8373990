import {
  ChangeDetectionStrategy,
  Component,
  DestroyRef,
  ElementRef,
  computed,
  effect,
  inject,
  input,
  output,
  untracked,
} from '@angular/core';
import type { Star } from '#contracts';
import { GalleryApi } from '../api/gallery-api.ts';
import { Comparison } from '../state/comparison.ts';
import { Connection } from '../state/connection.ts';
import { Identity } from '../state/identity.ts';
import { ImageTrouble, troubles } from '../state/image-trouble.ts';
import { LabelDesk } from '../state/label-desk.ts';
import { LabelKeys } from '../state/label-keys.ts';
import { nameOf } from '../state/place.ts';
import { Icon, type IconName } from '../ui/icon.ts';
import { LoadingLine } from '../ui/loading-line.ts';
import { Notice } from '../ui/notice.ts';
import { countOf } from '../state/quantities.ts';
import { Stage } from '../ui/stage.ts';
import { Stars } from '../ui/stars.ts';
import { visibleText } from '../ui/visible-text.ts';
import { ComparedPictures } from './compared-pictures.ts';
import { PaneLens, SharedLook } from './shared-look.ts';

/** One image of a comparison, its name, and what is written on it. Its picture, name and label all follow from one path. */
@Component({
  selector: 'll-compare-pane',
  imports: [Icon, LoadingLine, Notice, Stage, Stars],
  templateUrl: './compare-pane.html',
  styleUrl: './compare-pane.css',
  host: {
    role: 'group',
    tabindex: '0',
    '[attr.aria-label]': 'words()',
    '[attr.aria-current]': 'isActive() ? "true" : null',
    '(focusin)': 'chosen.emit()',
    // Its buttons leave the keyboard where it is.
    '(pointerdown)': 'chosen.emit()',
  },
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ComparePane {
  readonly path = input.required<string>();
  /** `2 of 3`. */
  readonly position = input.required<string>();
  readonly isActive = input.required<boolean>();
  readonly chosen = output();
  readonly removed = output();

  private readonly comparison = inject(Comparison);
  private readonly desk = inject(LabelDesk);
  private readonly keys = inject(LabelKeys);
  private readonly pictures = inject(ComparedPictures);
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  protected readonly whyNot = inject(Identity).whyNotLabel;
  protected readonly trouble = new ImageTrouble(inject(GalleryApi));
  protected readonly troubles = troubles;
  protected readonly visible = visibleText;

  readonly name = computed(() => visibleText(nameOf(this.path())));
  /** undefined while it is not known, null when there is none. */
  readonly row = computed(() => this.comparison.row(this.path()));
  readonly picture = computed(() => this.pictures.of(this.row() ?? null));
  /** Why its row says that it cannot be shown. */
  protected readonly inRow = computed(() => {
    const row = this.row();
    return row ? this.trouble.inRow(row) : null;
  });
  protected readonly label = computed(() => {
    const row = this.row();
    return row ? this.desk.of(row) : null;
  });
  protected readonly saveTrouble = computed<IconName | null>(() => {
    const state = this.desk.saveStateOf(this.path());
    if (state === 'conflict' || state === 'refused') return 'warning';
    return state === 'waiting' ? 'retry' : null;
  });
  protected readonly words = computed(() => {
    const label = this.label();
    const parts = [
      `${this.position()}: ${this.name()}`,
      label?.star ? countOf(label.star, 'star') : '',
      label?.tags.length ? `tags: ${label.tags.map(visibleText).join(', ')}` : '',
      label?.notes ? 'with notes' : '',
      this.isActive() ? 'keys are for this one' : '',
    ];
    return parts.filter((part) => part !== '').join(', ');
  });
  readonly lens = new PaneLens(
    inject(SharedLook),
    computed(() => this.picture()?.size ?? null),
  );

  readonly star = computed(() => this.label()?.star ?? null);

  constructor() {
    const [connection, destroyed, look] = [inject(Connection), inject(DestroyRef), inject(SharedLook)];
    // Once its path is known, and not before: all panes are looked at together.
    effect((onCleanup) => {
      onCleanup(look.add(this.lens));
    });
    effect(() => {
      this.trouble.look(this.row() ?? null, this.picture()?.original?.state() === 'failed');
    });
    effect(() => {
      if (connection.isReachable() && untracked(this.trouble.of)?.mayRetry === true) untracked(() => this.retry());
    });
    destroyed.onDestroy(() => {
      this.trouble.look(null, false);
    });
  }

  focus(): void {
    this.host.focus({ preventScroll: true });
  }

  protected retry(): void {
    const row = this.row();
    if (row) this.pictures.retry(row);
  }

  protected rate(star: Star): void {
    const row = this.row();
    if (row) this.keys.write(row, { set_star: star });
  }
}
