import {
  ApplicationRef,
  ChangeDetectionStrategy,
  Component,
  DestroyRef,
  Injector,
  afterNextRender,
  computed,
  effect,
  inject,
  signal,
  untracked,
  viewChild,
} from '@angular/core';
import { Router } from '@angular/router';
import { FilterBar } from '../filters/filter-bar.ts';
import { FilterPanel } from '../filters/filter-panel.ts';
import { SearchField } from '../filters/search-field.ts';
import { Compare } from '../compare/compare.ts';
import { FolderTreeView } from '../folders/folder-tree-view.ts';
import { DriftPill } from '../gallery/drift-pill.ts';
import { Grid } from '../gallery/grid.ts';
import { Inspector } from '../inspector/inspector.ts';
import { PresenceClient } from '../presence/presence-client.ts';
import { Address } from '../state/address.ts';
import { Comparison } from '../state/comparison.ts';
import { dashboardLink, dashboardOf } from '../state/dashboard-place.ts';
import { Dialogs } from '../state/dialogs.ts';
import { DriftWatch } from '../state/drift-watch.ts';
import { FolderTree } from '../state/folder-tree.ts';
import { GalleryStore } from '../state/gallery-store.ts';
import { HealthWatch } from '../state/health-watch.ts';
import { Keyboard, type KeyLayer } from '../state/keyboard.ts';
import { LabelKeys } from '../state/label-keys.ts';
import { nameOf } from '../state/place.ts';
import { Preferences } from '../state/preferences.ts';
import { Selection } from '../state/selection.ts';
import { WantedFields } from '../state/wanted-fields.ts';
import { Splitter } from '../ui/splitter.ts';
import { visibleText } from '../ui/visible-text.ts';
import { ViewsSection } from '../views/views-section.ts';
import { Viewer } from '../viewer/viewer.ts';
import { followPlace } from './follow-place.ts';
import { GalleryState } from './gallery-state.ts';
import { HealthBanner } from './health-banner.ts';
import { OpenDialog } from './open-dialog.ts';
import { Panels } from './panels.ts';
import { StatusBar } from './status-bar.ts';
import { SyncBadge } from './sync-badge.ts';
import { Toast } from './toast.ts';
import { TopBar } from './top-bar.ts';

/** Everything around the grid, and the way from the address to what is shown. */
@Component({
  selector: 'll-gallery-page',
  imports: [
    DriftPill,
    FilterBar,
    FilterPanel,
    Compare,
    FolderTreeView,
    GalleryState,
    Grid,
    HealthBanner,
    Inspector,
    OpenDialog,
    SearchField,
    Splitter,
    StatusBar,
    SyncBadge,
    Toast,
    TopBar,
    Viewer,
    ViewsSection,
  ],
  templateUrl: './gallery-page.html',
  styleUrl: './gallery-page.css',
  host: { '(document:keydown)': 'press($event)', '(document:pointerdown)': 'keyboard.listen()' },
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class GalleryPage {
  protected readonly store = inject(GalleryStore);
  protected readonly address = inject(Address);
  protected readonly preferences = inject(Preferences);
  protected readonly keyboard = inject(Keyboard);
  private readonly watch = inject(HealthWatch);
  private readonly panels = new Panels();
  protected readonly wanted = inject(WantedFields);
  private readonly dialogs = inject(Dialogs);
  protected readonly comparison = inject(Comparison);
  private readonly selection = inject(Selection);
  private readonly labelKeys = inject(LabelKeys);
  private readonly tree = inject(FolderTree);
  private readonly drift = inject(DriftWatch);
  private readonly app = inject(ApplicationRef);
  private readonly router = inject(Router);
  private readonly grid = viewChild(Grid);

  protected readonly people = inject(PresenceClient).people.byFolder;
  protected readonly place = this.address.place;
  protected readonly isNarrow = this.panels.isNarrow;
  protected readonly drawer = this.panels.drawer;
  protected readonly view = computed(() => this.place().view ?? this.preferences.view());
  protected readonly galleryName = computed(() => visibleText(this.watch.health()?.root ?? 'Gallery'));
  protected readonly rootTotal = computed(() => this.watch.health()?.indexing.items ?? null);
  protected readonly isTreeOpen = this.panels.isTreeOpen;
  protected readonly isFiltersOpen = this.panels.isFiltersOpen;
  protected readonly isInspectorOpen = this.panels.isInspectorOpen;
  protected readonly folderName = computed(() =>
    this.place().path === '/' ? this.galleryName() : this.tree.nameOf(this.place().path),
  );
  protected readonly hasItems = computed(() => (this.store.shown()?.total ?? 0) > 0);
  protected readonly isDimmed = computed(() => this.store.isLoading() && this.store.shown() !== null);
  protected readonly isCovered = computed(() => this.place().image !== null || this.comparison.isOpen());
  /** The image that is open large, unless some are compared: the viewer is there again afterwards. */
  protected readonly viewed = computed(() => (this.comparison.isOpen() ? null : this.place().image));
  private readonly openName = computed(() => {
    const [compared, image] = [this.comparison.paths(), this.place().image];
    return compared === null ? nameOf(image ?? '') : `${String(compared.length)} images compared`;
  });

  constructor() {
    this.rested = followPlace(this.address, this.store).rested;
    effect(() => {
      const { path } = this.place();
      // Where there is no room for the tree, it is asked all the same what the open folder is called.
      if (this.isNarrow() && path !== '/') untracked(() => void this.tree.reveal(path).catch(() => undefined));
    });
    effect(() => {
      const parts = [this.openName(), this.folderName(), 'Lenslet'];
      document.title = parts
        .filter((part) => part !== '')
        .map(visibleText)
        .join(' — ');
    });
    const injector = inject(Injector);
    this.wanted.show = () => {
      if (!this.isInspectorOpen()) this.toggleInspector();
      this.app.tick();
    };
    let left = this.wanted.left();
    effect(() => {
      const count = this.wanted.left();
      if (count === left) return;
      left = count;
      // What had the keyboard may go with this drawing.
      afterNextRender(
        () => {
          // The next key may have asked for another field already.
          if (document.activeElement === document.body) this.giveKeysBack();
        },
        { injector },
      );
    });
    effect((onCleanup) => {
      if (!this.comparison.isOpen()) return;
      this.drawer.set(null);
      // By a key or by going back: the keyboard is where it was. The viewer takes it by itself.
      onCleanup(() => requestAnimationFrame(() => untracked(this.viewed) ?? this.grid()?.focusTile()));
    });
    effect((onCleanup) => {
      if (this.dialogs.current() === null) return;
      onCleanup(() => {
        // What it was opened with may be gone.
        this.wanted.leave();
      });
    });
    const remove = this.keyboard.push({ isModal: false, handlers: this.handlers() });
    inject(DestroyRef).onDestroy(remove);
  }

  protected readonly toggleTree = this.panels.toggleTree;
  protected readonly toggleFilters = this.panels.toggleFilters;
  protected readonly toggleInspector = this.panels.toggleInspector;

  /** Of the grid: somebody has scrolled, and looks. */
  protected readonly rested: () => void;
  protected readonly isSearchOpen = signal(false);
  protected readonly toggleSearch = (): void => {
    this.isSearchOpen.update((isOpen) => !isOpen);
  };

  protected leaveSearch(): void {
    if (this.place().text === '') this.isSearchOpen.set(false);
    this.wanted.leave();
  }

  protected goTo(path: string): void {
    this.drawer.set(null);
    // Chosen a second time: one is done with the folders.
    if (path === this.place().path) this.grid()?.focusTile();
    this.address.go({ path, image: null });
  }

  protected press(event: KeyboardEvent): void {
    // What the key before has opened or closed: a page that is behind would give this key to what is no longer there.
    this.app.tick();
    this.keyboard.handle(event);
  }

  protected open(index: number): void {
    const path = this.store.item(index)?.path;
    if (path !== undefined) this.address.go({ image: path });
  }

  protected closeViewer(): void {
    this.drawer.set(null);
    this.address.go({ image: null });
    // After the grid can be focused again.
    requestAnimationFrame(() => this.grid()?.focusTile());
  }

  /** Done with a field: the keys belong to the images again. */
  private giveKeysBack(): void {
    const over = document.querySelector<HTMLElement>('ll-viewer, ll-compare [aria-current]');
    if (untracked(this.isCovered)) over?.focus({ preventScroll: true });
    else this.grid()?.focusTile();
  }

  private takeOver(): boolean {
    if (this.drift.moved() === null) return false;
    void this.drift.apply();
    return true;
  }

  /** False when they were not open. */
  private closeFilters(): boolean {
    if (!this.isFiltersOpen()) return false;
    this.toggleFilters();
    this.giveKeysBack();
    return true;
  }

  protected closeComparison(): void {
    this.drawer.set(null);
    this.comparison.show(null);
  }

  private handlers(): KeyLayer['handlers'] {
    return {
      ...this.labelKeys.handlers,
      ...this.dialogs.handlers,
      apply: () => this.takeOver(),
      dashboard: () => this.router.navigateByUrl(`/${dashboardLink(dashboardOf(this.place()))}`),
      ...this.comparison.handlers,
      inspector: this.toggleInspector,
      tree: this.toggleTree,
      history: () => void this.router.navigateByUrl('/history'),
      filters: this.toggleFilters,
      search: () => {
        this.isSearchOpen.set(true);
        // The field is there before the next key.
        this.app.tick();
      },
      grid: () => this.grid()?.focusTile(),
      close: () => {
        // What compares has keys of its own, once it is loaded.
        if (this.comparison.isOpen()) return this.closeComparison();
        const active = document.activeElement;
        if (active?.closest('ll-filter-panel')) return this.closeFilters();
        const wasElsewhere = Boolean(active?.closest('.inspector'));
        const didClose = this.drawer() !== null;
        if (wasElsewhere) this.giveKeysBack();
        if (didClose) this.drawer.set(null);
        return didClose || this.selection.clear() || wasElsewhere || this.closeFilters();
      },
    };
  }
}
