import { computed, signal, untracked } from '@angular/core';
import type { ItemRow } from '#contracts';
import type { Address } from './address.ts';
import type { Announcements } from './announcements.ts';
import { compared } from './compared-paths.ts';
import type { GalleryStore } from './gallery-store.ts';
import type { KeyLayer } from './keyboard.ts';
import type { Selection } from './selection.ts';

export interface ComparisonParts {
  readonly address: Address;
  readonly store: Pick<GalleryStore, 'shown' | 'focus'>;
  readonly selection: Pick<Selection, 'count' | 'first'>;
  readonly announcements: Announcements;
}

/** Two to six images side by side. Which, stands in the address; here is which of them is meant, and what is known of each. */
export class Comparison {
  private readonly chosen = signal('');
  private readonly rows = signal<ReadonlyMap<string, ItemRow | null>>(new Map());

  /** null: nothing is compared. */
  readonly paths = computed(() => this.parts.address.place().compare, {
    equal: (a, b) => a?.join('/') === b?.join('/'),
  });
  readonly isOpen = computed(() => this.paths() !== null);
  /** The place of the active image among them. */
  readonly focus = computed(() => Math.max(0, this.paths()?.indexOf(this.chosen()) ?? 0));
  readonly active = computed(() => this.paths()?.[this.focus()] ?? null);
  readonly focused = computed(() => this.rows().get(this.active() ?? '') ?? undefined);

  readonly handlers: KeyLayer['handlers'] = { compare: () => void this.start() };

  constructor(private readonly parts: ComparisonParts) {}

  /** undefined while it is not known, null when there is no such image. */
  row(path: string): ItemRow | null | undefined {
    return this.rows().get(path);
  }

  note(path: string, row: ItemRow | null): void {
    // Read again and found as it was: nothing is drawn anew.
    if (JSON.stringify(untracked(this.rows).get(path)) === JSON.stringify(row)) return;
    this.rows.update((rows) => new Map(rows).set(path, row));
  }

  /** Another one becomes active; before the first and after the last there is none. */
  move(place: number): void {
    const paths = untracked(this.paths) ?? [];
    this.chosen.set(paths[Math.max(0, Math.min(paths.length - 1, place))] ?? '');
  }

  /** Compares what is selected, else the focused image and the next. */
  async start(): Promise<void> {
    const { address, store, selection, announcements } = this.parts;
    const shown = store.shown();
    if (shown === null) return;
    const count = address.place().image === null ? selection.count() : 0;
    const places = count < compared.least ? pairAt(store.focus(), shown.total) : selection.first(compared.most);
    if (places.length < compared.least) {
      announcements.say('There is nothing to compare it with: no other image is shown');
      return;
    }
    for (const place of places) await shown.windows.ready({ first: place, last: place });
    const rows = places.flatMap((place) => shown.windows.item(place) ?? []);
    if (store.shown() !== shown || rows.length < places.length) {
      announcements.say('Not all of these images have arrived yet: try again in a moment', { tone: 'bad' });
      return;
    }
    this.rows.set(new Map(rows.map((row) => [row.path, row])));
    this.move(0);
    address.go({ compare: rows.map(({ path }) => path) });
    if (count > compared.most)
      announcements.say(`Six images fit side by side: these are the first of the ${String(count)} that are selected`);
  }

  /** Other images instead; null: nothing is compared any more. */
  show(compare: readonly string[] | null): void {
    this.parts.address.go({ compare });
  }
}

/** An image and the next; the last one, and the one before. */
function pairAt(focus: number, total: number): number[] {
  if (total < compared.least) return [];
  return focus + 1 < total ? [focus, focus + 1] : [focus - 1, focus];
}
