import {
  ChangeDetectionStrategy,
  Component,
  DestroyRef,
  Injector,
  afterNextRender,
  computed,
  effect,
  inject,
  input,
  output,
  signal,
  untracked,
  viewChildren,
} from '@angular/core';
import { Announcements } from '../state/announcements.ts';
import { Comparison } from '../state/comparison.ts';
import { GalleryStore } from '../state/gallery-store.ts';
import { Keyboard } from '../state/keyboard.ts';
import { nameOf } from '../state/place.ts';
import { Preferences } from '../state/preferences.ts';
import { mediaSignal } from '../ui/media-signal.ts';
import { visibleText } from '../ui/visible-text.ts';
import { CompareBar } from './compare-bar.ts';
import { CompareKeys } from './compare-keys.ts';
import { ComparePane } from './compare-pane.ts';
import { ComparedDetails } from './compared-details.ts';
import { ComparedPictures } from './compared-pictures.ts';
import { comparing } from './comparing.ts';
import { ComparisonExport } from './comparison-export.ts';
import { DifferenceTable } from './difference-table.ts';
import { Divider } from './divider.ts';
import { followCompared } from './follow-compared.ts';
import { paneGrid } from './pane-grid.ts';
import { SharedLook } from './shared-look.ts';
import { TakeOut } from './take-out.ts';

/** Two to six images side by side, looked at together. */
@Component({
  selector: 'll-compare',
  imports: [CompareBar, ComparePane, DifferenceTable, Divider],
  providers: [CompareKeys, comparing],
  templateUrl: './compare.html',
  styleUrl: './compare.css',
  host: { role: 'region', 'aria-label': 'Comparison' },
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Compare {
  readonly isInspectorOpen = input.required<boolean>();
  readonly closed = output();
  readonly inspectorToggled = output();

  protected readonly comparison = inject(Comparison);
  protected readonly preferences = inject(Preferences);
  protected readonly look = inject(SharedLook);
  private readonly announcements = inject(Announcements);
  protected readonly exporter = new ComparisonExport(this.announcements);
  protected readonly taking = new TakeOut(this.comparison, inject(GalleryStore), this.announcements);
  private readonly injector = inject(Injector);
  private readonly panes = viewChildren(ComparePane);
  private readonly isNarrow = mediaSignal('(max-width: 600px)');

  protected readonly paths = computed(() => this.comparison.paths() ?? []);
  protected readonly grid = computed(() => paneGrid(this.paths().length, this.isNarrow()));
  readonly isSlider = signal(false);
  /** Where the divider stands, 0 to 100. */
  readonly share = signal(50);
  protected readonly isOver = computed(() => this.isSlider() && this.paths().length === 2);
  protected readonly activeName = computed(() => this.nameAt(this.comparison.focus()));
  /** Only for what it has from the beginning: its inputs may not be set yet. */
  private readonly activePane = computed(() => this.panes()[this.comparison.focus()] ?? null);
  protected readonly activeLens = computed(() => {
    const row = this.comparison.focused();
    return row !== undefined && row.problem === undefined ? (this.activePane()?.lens ?? null) : null;
  });
  protected readonly spoken = computed(
    () => `${this.activeName()}, ${String(this.comparison.focus() + 1)} of ${String(this.paths().length)}`,
  );

  constructor() {
    const [pictures, details] = [inject(ComparedPictures), inject(ComparedDetails)];
    const unfollow = followCompared(this.comparison, pictures);
    effect(() => {
      // Of one that was taken out the keyboard would be lost.
      this.comparison.active();
      this.paths();
      untracked(() => this.focusLater());
    });
    const keys = inject(CompareKeys).handlersFor({
      grid: this.grid,
      isOver: this.isOver,
      share: this.share,
      lens: this.activeLens,
      close: () => this.closed.emit(),
      toggleInspector: () => this.inspectorToggled.emit(),
      toggleSlider: () => this.toggleSlider(),
      toggleLink: () => this.toggleLink(),
      remove: (path) => this.taking.take(path),
      export: () => this.export(),
    });
    const remove = inject(Keyboard).push({ isModal: true, handlers: keys });
    inject(DestroyRef).onDestroy(() => {
      remove();
      unfollow();
      pictures.close();
      details.stop();
    });
  }

  protected nameAt(place: number): string {
    return visibleText(nameOf(this.paths()[place] ?? ''));
  }

  protected toggleLink(): void {
    this.look.toggleLink(this.activePane()?.lens ?? null);
  }

  protected export(): void {
    void this.exporter.run(this.panes(), this.grid().columns);
  }

  private toggleSlider(): void {
    if (this.paths().length === 2) this.isSlider.update((is) => !is);
    else this.announcements.say('The slider is for two images: take the others out with X');
  }

  /** Not from a field in the inspector, and not from what is on the bar. */
  private focusLater(): void {
    afterNextRender(
      () => {
        const active = document.activeElement;
        const isOurs = active instanceof Element && active.closest('ll-compare-pane') !== null;
        if (active === null || active === document.body || isOurs || active.closest('[inert]') !== null)
          this.activePane()?.focus();
      },
      { injector: this.injector },
    );
  }
}
