import type { Announcer } from '../events/announcer.ts';
import type { Clock } from '../shared/clock.ts';
import type { GalleryPath } from '../shared/gallery-path.ts';
import type { Numbers, PresenceBoard } from './presence-board.ts';

/** Numbers of a folder are told four times a second at most. */
const everyMs = 250;
/** Folders at once. Thousands would fill the streams of everyone; the others follow at the next turn. */
const scopesAtOnce = 250;

/** Tells everyone the numbers that have changed: the first at once, then the latest of each folder, now and then. */
export class PresenceNews {
  readonly #told = new Map<GalleryPath, Numbers>();
  readonly #waiting = new Set<GalleryPath>();
  #isResting = false;

  constructor(
    private readonly board: PresenceBoard,
    private readonly announcer: Announcer,
    private readonly clock: Clock,
  ) {}

  /** Something may have changed. */
  tell(): void {
    for (const scope of this.board.takeChanged()) this.#waiting.add(scope);
    if (this.#isResting || this.#waiting.size === 0) return;
    let told = 0;
    for (const scope of this.#waiting) {
      this.#waiting.delete(scope);
      if (this.tellOf(scope)) told += 1;
      if (told === scopesAtOnce) break;
    }
    this.#isResting = true;
    this.clock.after(everyMs, () => {
      this.#isResting = false;
      this.tell();
    });
  }

  /** False when there is nothing new to tell. */
  private tellOf(scope: GalleryPath): boolean {
    const numbers = this.board.numbersOf(scope);
    const { viewing, editing } = this.#told.get(scope) ?? nobody;
    if (numbers.viewing === viewing && numbers.editing === editing) return false;
    if (numbers.viewing === 0) this.#told.delete(scope);
    else this.#told.set(scope, numbers);
    this.announcer.announce('presence-changed', {
      gallery_id: scope,
      ...numbers,
      updated_at: this.clock.isoNow(),
    });
    return true;
  }
}

const nobody: Numbers = { viewing: 0, editing: 0 };
