import { gestureKinds, type GestureKind } from '#contracts';

/** Operations on their way from the store's thread: who did something to which item, when, and of what kind; not what. */
export interface ActivityColumns {
  readonly count: number;
  readonly seqs: Float64Array;
  /** As the store numbers them; their paths are told by `newItems` once. */
  readonly items: Uint32Array;
  readonly at: Float64Array;
  /** Their places in `gestureKinds`. */
  readonly kinds: Uint8Array;
  /** Items that the whole gesture changed. */
  readonly counts: Uint32Array;
  /** Their places in `names`. */
  readonly actors: Uint32Array;
  /** Of an undo: the place, plus one, of whoever is taken back. */
  readonly undone: Uint32Array;
  readonly names: readonly string[];
  readonly newItems: NewItems;
}

/** Items that come after the latest of which whoever asks has heard. */
export interface NewItems {
  readonly ids: Uint32Array;
  /** Joined by NUL. */
  readonly paths: string;
}

/** How far whoever asks has read. */
export interface ActivityPlace {
  readonly seq: number;
  readonly item: number;
  /** The latest item that they know. */
  readonly known: number;
}

export interface ActivityQuestion {
  readonly after: ActivityPlace;
  /** The last write that is wanted: of those that come later, whoever asks may not know the items yet. */
  readonly until: number;
}

export interface PastActivity {
  readonly seq: number;
  readonly item: number;
  readonly at: number;
  readonly kind: GestureKind;
  readonly count: number;
  readonly actor: string;
  readonly undone: string | undefined;
}

/** Operations in one page: some milliseconds of the thread that reads them. */
export const activityPage = 16_384;

export function packActivity(found: readonly PastActivity[], newItems: NewItems): ActivityColumns {
  const names = new Map<string, number>();
  const placeOf = (name: string): number => {
    const known = names.get(name) ?? names.size;
    names.set(name, known);
    return known;
  };
  return {
    count: found.length,
    seqs: Float64Array.from(found, ({ seq }) => seq),
    items: Uint32Array.from(found, ({ item }) => item),
    at: Float64Array.from(found, ({ at }) => at),
    kinds: Uint8Array.from(found, ({ kind }) => gestureKinds.indexOf(kind)),
    counts: Uint32Array.from(found, ({ count }) => count),
    actors: Uint32Array.from(found, ({ actor }) => placeOf(actor)),
    undone: Uint32Array.from(found, ({ undone }) => (undone === undefined ? 0 : placeOf(undone) + 1)),
    names: [...names.keys()],
    newItems,
  };
}
