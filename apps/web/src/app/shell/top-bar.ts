import { CdkMenu, CdkMenuItem, CdkMenuItemCheckbox, CdkMenuItemRadio, CdkMenuTrigger } from '@angular/cdk/menu';
import { ChangeDetectionStrategy, Component, computed, inject, input, output } from '@angular/core';
import type { SortKey } from '#contracts';
import { isUnrated, toggleUnrated } from '../filters/chip-edits.ts';
import { SearchField } from '../filters/search-field.ts';
import { Address } from '../state/address.ts';
import { filtersIn } from '../state/chips.ts';
import { dashboardLink, dashboardOf } from '../state/dashboard-place.ts';
import { FolderTree } from '../state/folder-tree.ts';
import { lineageOf, type ViewMode } from '../state/place.ts';
import { Preferences, densities, type Theme } from '../state/preferences.ts';
import { Icon, type IconName } from '../ui/icon.ts';
import { InAppLink } from '../ui/in-app-link.ts';
import { visibleText } from '../ui/visible-text.ts';
import { PersonMenu } from './person-menu.ts';
import { PresenceBadge } from './presence-badge.ts';

interface Crumb {
  readonly path: string;
  readonly name: string;
}

const CRUMBS = 3;

/** Where one is, and how it is shown. */
const otherSorts: Readonly<Record<string, string>> = { random: 'Random', relevance: 'Best match' };

@Component({
  selector: 'll-top-bar',
  imports: [
    CdkMenu,
    CdkMenuItem,
    CdkMenuItemCheckbox,
    CdkMenuItemRadio,
    CdkMenuTrigger,
    Icon,
    InAppLink,
    PersonMenu,
    PresenceBadge,
    SearchField,
  ],
  templateUrl: './top-bar.html',
  styleUrl: './top-bar.css',
  host: { role: 'banner' },
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class TopBar {
  readonly galleryName = input.required<string>();
  readonly view = input.required<ViewMode>();
  readonly isNarrow = input.required<boolean>();
  readonly isTreeOpen = input.required<boolean>();
  readonly isInspectorOpen = input.required<boolean>();
  readonly toggleTree = input.required<() => void>();
  readonly isFiltersOpen = input.required<boolean>();
  readonly toggleFilters = input.required<() => void>();
  readonly isSearchOpen = input.required<boolean>();
  readonly toggleSearch = input.required<() => void>();
  /** One is done with a field: the keys belong to the images. */
  readonly left = output();
  readonly toggleInspector = input.required<() => void>();

  protected readonly address = inject(Address);
  protected readonly preferences = inject(Preferences);
  private readonly tree = inject(FolderTree);
  protected readonly densities = densities;
  protected readonly sortNames: readonly { key: SortKey; name: string }[] = [
    { key: 'name', name: 'Name' },
    { key: 'path', name: 'Folder and name' },
    { key: 'added_at', name: 'Date added' },
    { key: 'size', name: 'File size' },
    { key: 'star', name: 'Stars' },
    { key: 'updated_at', name: 'Last change' },
    { key: 'width', name: 'Width' },
    { key: 'height', name: 'Height' },
  ];
  protected readonly themeNames: readonly { theme: Theme; name: string; icon: IconName }[] = [
    { theme: 'dark', name: 'Dark', icon: 'moon' },
    { theme: 'light', name: 'Light', icon: 'sun' },
    { theme: 'system', name: 'Like the system', icon: 'monitor' },
  ];
  protected readonly sizes = [
    { name: 'Small', value: 104 },
    { name: 'Medium', value: densities.usual },
    { name: 'Large', value: 300 },
  ] as const;

  protected readonly place = this.address.place;
  protected readonly sortName = computed(
    () =>
      this.sortNames.find(({ key }) => key === this.place().sort.key)?.name ??
      otherSorts[this.place().sort.key] ??
      visibleText(this.place().sort.key.replace(/^metric:/, '')),
  );
  protected readonly themeIcon = computed(
    () => this.themeNames.find(({ theme }) => theme === this.preferences.theme())?.icon ?? 'moon',
  );
  protected readonly crumbs = computed<Crumb[]>(() =>
    lineageOf(this.place().path).map((path) => ({
      path,
      name: path === '/' ? this.galleryName() : visibleText(this.tree.nameOf(path)),
    })),
  );
  /** On a long way down only its beginning and its end are written out. */
  protected readonly shownCrumbs = computed(() => {
    const crumbs = this.crumbs();
    if (this.isNarrow()) return crumbs.slice(-1);
    return crumbs.length <= CRUMBS + 1 ? crumbs : [...crumbs.slice(0, 1), ...crumbs.slice(-CRUMBS + 1)];
  });
  protected readonly isShortened = computed(() => this.crumbs().length > CRUMBS + 1);

  protected readonly dashboard = computed(() => dashboardLink(dashboardOf(this.place())));

  protected readonly activeFilters = computed(() => filtersIn(this.place().chips).length);
  protected readonly isUnrated = computed(() => isUnrated(this.place().chips));

  protected toggleUnrated(): void {
    this.address.go({ chips: toggleUnrated(this.place().chips), image: null });
  }

  protected sortBy(key: SortKey): void {
    this.address.go({ sort: { key, dir: this.place().sort.dir } });
  }

  /** Which is chosen among the filters, and can be seen here. */
  protected readonly isByMetric = computed(() => this.place().sort.key.startsWith('metric:'));
  protected readonly isRandom = computed(() => this.place().sort.key === 'random');

  /** Another order each time. */
  protected shuffle(): void {
    this.address.go({ sort: { key: 'random', dir: 'asc', seed: Math.floor(Math.random() * 1e9) } });
  }

  protected direct(dir: 'asc' | 'desc'): void {
    this.address.go({ sort: { ...this.place().sort, dir } });
  }

  protected show(view: ViewMode): void {
    this.preferences.view.set(view);
    this.address.correct({ view });
  }

  protected densityFrom(event: Event): void {
    if (event.target instanceof HTMLInputElement) this.preferences.density.set(event.target.valueAsNumber);
  }
}
