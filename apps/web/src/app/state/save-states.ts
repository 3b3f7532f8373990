import type { Health } from '#contracts';
import type { StreamStatus } from '../sync/hub-protocol.ts';
import type { LabelDesk } from './label-desk.ts';
import type { SaveState } from './save-state.ts';

/** What there is to say of one image, beside what became of its edits. */
export type ShownState =
  | SaveState
  /** Text stands in its field that is no edit yet. */
  | 'typed'
  /** The server has it, in its memory only, or does not say where. */
  | 'taken';

/** All that decides how it stands with one image. */
export interface StateFacts {
  readonly desk: Pick<LabelDesk, 'saveStateOf'>;
  readonly stream: () => StreamStatus;
  /** Requests are answered. */
  readonly isReachable: () => boolean;
  /** The image of a text that is being typed. */
  readonly typed: () => string | null;
  readonly durability: () => Health['durability'] | null;
}

/** How it stands with each image: the same facts as those of the indicator, so that the two do not disagree. */
export class SaveStates {
  constructor(private readonly facts: StateFacts) {}

  of(path: string): ShownState {
    const state = this.facts.desk.saveStateOf(path);
    if (state === 'saving' && this.isAway()) return 'waiting';
    if (state !== 'saved' && state !== 'idle') return state;
    if (this.facts.typed() === path) return 'typed';
    return state === 'saved' && this.facts.durability() !== 'disk' ? 'taken' : state;
  }

  /** Nothing that waits will arrive soon. */
  private isAway(): boolean {
    const stream = this.facts.stream();
    return stream === 'offline' || stream === 'signed-out' || !this.facts.isReachable();
  }
}
