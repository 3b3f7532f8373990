import { computed, signal, type Signal, type WritableSignal } from '@angular/core';
import { commands, usualKeys, type Command, type KeyMap } from './key-map.ts';
import { viewModes, type ViewMode } from './place.ts';

export const themes = ['dark', 'light', 'system'] as const;
export type Theme = (typeof themes)[number];

export const densities = { least: 72, most: 420, usual: 168 } as const;

/** By their chords. A command that this version does not know is left alone: another version may. */
export type OwnKeys = Readonly<Record<string, Command | null>>;

const ofPerson: ReadonlySet<string> = new Set(['display-name', 'name-asked', 'own-keys', 'advances', 'theme']);

/** How this person likes to see galleries, kept in this browser. A browser without storage forgets, and works. */
export class Preferences {
  readonly theme: WritableSignal<Theme>;
  /** The row height that is aimed at, in pixels. */
  readonly density: WritableSignal<number>;
  readonly view: WritableSignal<ViewMode>;
  readonly isTreeOpen: WritableSignal<boolean>;
  readonly isFiltersOpen: WritableSignal<boolean>;
  readonly treeWidth: WritableSignal<number>;
  readonly isInspectorOpen: WritableSignal<boolean>;
  /** The table below images that are compared. */
  readonly isDifferenceOpen: WritableSignal<boolean>;
  readonly inspectorWidth: WritableSignal<number>;
  /** After every star one goes on to the next image. */
  readonly advances: WritableSignal<boolean>;
  /** What others read beside the changes of this person, where nobody has to sign in. */
  readonly displayName: WritableSignal<string>;
  /** They were asked for it once. */
  readonly isNameAsked: WritableSignal<boolean>;
  /** Keys that were chosen; null takes a usual one away. */
  readonly ownKeys: WritableSignal<OwnKeys>;
  readonly keys: Signal<KeyMap>;

  private readonly shared = new Map<string, () => void>();

  constructor(private readonly storage: Storage | null) {
    this.theme = this.keep<Theme>('theme', 'dark', oneOf(themes));
    this.density = this.keep<number>('density', densities.usual, between(densities.least, densities.most));
    this.view = this.keep<ViewMode>('view', 'rows', oneOf(viewModes));
    this.isTreeOpen = this.keep<boolean>('tree-open', true, isBoolean);
    this.isFiltersOpen = this.keep<boolean>('filters-open', false, isBoolean);
    this.treeWidth = this.keep<number>('tree-width', 248, between(160, 560));
    this.isInspectorOpen = this.keep<boolean>('inspector-open', true, isBoolean);
    this.isDifferenceOpen = this.keep<boolean>('difference-open', false, isBoolean);
    this.displayName = this.keep<string>('display-name', '', isString);
    this.isNameAsked = this.keep<boolean>('name-asked', false, isBoolean);
    this.ownKeys = this.keep<OwnKeys>('own-keys', {}, areKeys);
    this.keys = computed(() => withOwnKeys(this.ownKeys()));
    this.advances = this.keep<boolean>('advances', false, isBoolean);
    this.inspectorWidth = this.keep<number>('inspector-width', 312, between(220, 640));
  }

  /** Another tab has written there. What is true of the person is true in all tabs; how wide a panel is, is not. */
  hear(name: string | null): void {
    if (name !== null) this.shared.get(name)?.();
  }

  /** A signal that outlives the page. */
  private keep<T>(key: string, usual: T, isSound: (value: unknown) => value is T): WritableSignal<T> {
    const name = `lenslet:${key}`;
    const kept = signal(this.read(name, usual, isSound));
    const set = kept.set.bind(kept);
    if (ofPerson.has(key))
      this.shared.set(name, () => {
        set(this.read(name, usual, isSound));
      });
    return Object.assign(kept, {
      set: (value: T): void => {
        set(value);
        this.write(name, value);
      },
    });
  }

  private read<T>(name: string, usual: T, isSound: (value: unknown) => value is T): T {
    try {
      const value: unknown = JSON.parse(this.storage?.getItem(name) ?? 'null');
      return isSound(value) ? value : usual;
    } catch {
      // Storage is off, or another program wrote there: what is usual is right.
      return usual;
    }
  }

  private write(name: string, value: unknown): void {
    try {
      this.storage?.setItem(name, JSON.stringify(value));
    } catch {
      // Storage is full or off: the wish holds until the page is closed.
    }
  }
}

/** The browser's storage, or null where it is switched off (reading the property throws then). */
export function browserStorage(): Storage | null {
  try {
    return localStorage;
  } catch {
    // Switched off by the person or by policy.
    return null;
  }
}

/** What is kept for as long as the tab is there, over reloads; null where that is switched off. */
export function tabStorage(): Storage | null {
  try {
    return sessionStorage;
  } catch {
    // Switched off by the person or by policy.
    return null;
  }
}

function oneOf<T extends string>(known: readonly T[]): (value: unknown) => value is T {
  return (value): value is T => known.some((one) => one === value);
}

function between(least: number, most: number): (value: unknown) => value is number {
  return (value): value is number => typeof value === 'number' && value >= least && value <= most;
}

function isString(value: unknown): value is string {
  return typeof value === 'string';
}

function areKeys(value: unknown): value is OwnKeys {
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value).every((bound) => bound === null || typeof bound === 'string');
}

function withOwnKeys(own: OwnKeys): KeyMap {
  const bound = Object.entries({ ...usualKeys, ...own });
  return Object.fromEntries(bound.flatMap(([chord, command]) => (isKnown(command) ? [[chord, command]] : [])));
}

function isKnown(command: Command | null): command is Command {
  return commands.some((each) => each === command);
}

function isBoolean(value: unknown): value is boolean {
  return typeof value === 'boolean';
}
