import { chordOf, usualKeys, type Command, type KeyMap } from './key-map.ts';
import { TypedAhead } from './typed-ahead.ts';

/** So long after the last letter somebody has done with typing. */
const REST_MS = 1500;
const textKeys: ReadonlySet<string> = new Set(['Enter', 'Backspace', 'Shift', 'Dead']);

/** What one part of the page does with commands. Answering false means "not now": whoever is below may have it. */
export interface KeyLayer {
  readonly handlers: Partial<Record<Command, () => unknown>>;
  /** Covers everything below it: a command it does not know goes nowhere. */
  readonly isModal: boolean;
}

/** The one place where keys become commands. Layers lie on top of one another; the topmost that can, does. */
export class Keyboard {
  private readonly layers: KeyLayer[] = [];
  /** What the key that is down has done; null when that was nothing. */
  private held: Command | null = null;

  private hushedUntil = 0;

  /** For a field that was asked for and is still to come. */
  readonly ahead = new TypedAhead();

  constructor(
    private readonly keys: () => KeyMap = () => usualKeys,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Somebody asked for a field and got none: what they type on is no command, until they rest. */
  hush(): void {
    this.hushedUntil = this.now() + REST_MS;
  }

  /**
   * Puts a layer on top, and answers how to take it away. What covers everything stays on top of what comes later and does not:
   * with a link one is at an open image before there is a grid below it.
   */
  push(layer: KeyLayer): () => void {
    const cover = layer.isModal ? -1 : this.layers.findIndex(({ isModal }) => isModal);
    this.layers.splice(cover < 0 ? this.layers.length : cover, 0, layer);
    return () => {
      const place = this.layers.indexOf(layer);
      if (place >= 0) this.layers.splice(place, 1);
    };
  }

  handle(event: KeyboardEvent): void {
    if (!event.repeat) this.held = null;
    if (event.defaultPrevented || event.isComposing) return;
    if (this.isHushed(event)) return;
    if (this.isForAhead(event)) return event.preventDefault();
    const command = this.keys()[chordOf(event)];
    if (command === undefined) return;
    // A key that is held down walks on. Anything else it does once: a star for each of a row of images is no wish of anybody,
    // and the T that led into a field is not typed there.
    const isOnce = event.repeat && !walks.has(command);
    if (!isOnce) {
      if (belongsTo(event.target, event.key)) return;
      this.held = this.run(command) ? command : null;
    }
    if (this.held === command) event.preventDefault();
  }

  /** Somebody turned to something else. */
  listen(): void {
    this.hushedUntil = 0;
  }

  /** The key that asked for the field is not typed in it, however long it is held down. */
  private isForAhead(event: KeyboardEvent): boolean {
    const isOfField = event.target instanceof Element && event.target.closest(TYPING) !== null;
    const hasAsked = event.repeat && this.held !== null;
    return !isOfField && !hasAsked && this.ahead.take(event);
  }

  private isHushed({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
    if (this.now() >= this.hushedUntil) return false;
    const isText = (key.length === 1 && !ctrlKey && !metaKey && !altKey) || textKeys.has(key);
    this.hushedUntil = isText ? this.now() + REST_MS : 0;
    return isText;
  }

  /** Somebody would take the command, were it not for a dialog, which takes none. */
  can(command: Command): boolean {
    for (const { handlers, isModal } of this.layers.toReversed()) {
      if (handlers[command] !== undefined) return true;
      if (isModal && Object.keys(handlers).length > 0) return false;
    }
    return false;
  }

  /** Does a command as its key would. False when nobody can, now. */
  run(command: Command): boolean {
    for (const layer of this.layers.toReversed()) {
      const handler = layer.handlers[command];
      if (handler !== undefined && handler() !== false) {
        return true;
      }
      if (layer.isModal) return false;
    }
    return false;
  }
}

const walks: ReadonlySet<Command> = new Set<Command>([
  ...(['left', 'right', 'up', 'down', 'page-up', 'page-down'] as const),
  ...(['select-left', 'select-right', 'select-up', 'select-down', 'undo', 'redo'] as const),
]);

const TYPING =
  'input:not([type=range], [type=checkbox], [type=radio], [type=button]), textarea, select, [contenteditable]';

/** The focused control has its own use for this key. */
function belongsTo(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof Element)) return false;
  if (target.closest(TYPING) !== null) return key !== 'Escape';
  if (target.closest('[role=menu]') !== null) return true;
  const isMove = /^(Arrow|Home|End|Page)/.test(key);
  // Not what is in it: a button there has no use for arrows.
  if (isMove && target.matches('[data-scrolls]')) return true;
  const isControl = target.closest('button, a, summary, input') !== null;
  if (isControl && (key === 'Enter' || key === ' ')) return true;
  return isMove && target.closest('input') !== null;
}
