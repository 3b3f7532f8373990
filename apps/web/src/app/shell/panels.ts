import { computed, inject, signal } from '@angular/core';
import { Preferences } from '../state/preferences.ts';
import { mediaSignal } from '../ui/media-signal.ts';
import { widthSignal } from '../ui/width-signal.ts';

/** Below this width folders and inspector come over the grid instead of standing beside it. */
const NARROW = '(max-width: 860px)';
/** As wide as the filters are drawn. */
const FILTERS_WIDTH = 300;
/** So much the grid is left: three images of the usual size in a row. */
const LEAST_GRID = 480;

export type Panel = 'tree' | 'filters' | 'inspector';

/** What stands beside the grid, in pixels; a panel that is closed has none. */
export interface Beside {
  readonly window: number;
  readonly tree: number;
  readonly filters: number;
  readonly inspector: number;
}

/** There is no room for folders and filters side by side: the filters stand in the place of the folders. */
export function isCrowded({ window, tree, filters, inspector }: Beside): boolean {
  return tree > 0 && filters > 0 && window - tree - filters - inspector < LEAST_GRID;
}

/** Which panels are open, beside the grid or over it. Make it where a component is made. */
export class Panels {
  private readonly preferences = inject(Preferences);
  private readonly window = widthSignal();
  readonly isNarrow = mediaSignal(NARROW);
  /** What lies over the grid on a narrow screen. It is not remembered: it would hide the gallery at the next visit. */
  readonly drawer = signal<Panel | null>(null);
  /** On a wide page. */
  private readonly isCrowded = computed(() => {
    const { preferences } = this;
    return isCrowded({
      window: this.window(),
      tree: preferences.isTreeOpen() ? preferences.treeWidth() : 0,
      filters: preferences.isFiltersOpen() ? FILTERS_WIDTH : 0,
      inspector: preferences.isInspectorOpen() ? preferences.inspectorWidth() : 0,
    });
  });

  readonly isTreeOpen = computed(() =>
    this.isNarrow() ? this.drawer() === 'tree' : this.preferences.isTreeOpen() && !this.isCrowded(),
  );
  readonly isFiltersOpen = computed(() =>
    this.isNarrow() ? this.drawer() === 'filters' : this.preferences.isFiltersOpen(),
  );
  readonly isInspectorOpen = computed(() =>
    this.isNarrow() ? this.drawer() === 'inspector' : this.preferences.isInspectorOpen(),
  );

  readonly toggleTree = (): void => {
    if (this.isNarrow()) this.toggleDrawer('tree');
    else if (this.isCrowded()) this.preferences.isFiltersOpen.set(false);
    else this.preferences.isTreeOpen.set(!this.preferences.isTreeOpen());
  };

  readonly toggleFilters = (): void => {
    if (this.isNarrow()) this.toggleDrawer('filters');
    else this.preferences.isFiltersOpen.set(!this.preferences.isFiltersOpen());
  };

  readonly toggleInspector = (): void => {
    if (this.isNarrow()) this.toggleDrawer('inspector');
    else this.preferences.isInspectorOpen.set(!this.preferences.isInspectorOpen());
  };

  private toggleDrawer(panel: Panel): void {
    this.drawer.update((open) => (open === panel ? null : panel));
  }
}
