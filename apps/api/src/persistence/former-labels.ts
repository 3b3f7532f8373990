import type { Metrics, Star } from '#contracts';
import type { LabelId } from './label-id.ts';

/** As much of a label as is counted. */
export interface LabelState {
  readonly star: Star;
  readonly tags: readonly string[];
  readonly isLabelled: boolean;
  /** Nobody, for a label that nobody wrote. */
  readonly author: string | undefined;
}

export interface FormerLabel extends LabelState {
  readonly metrics: Metrics | undefined;
}

interface Former {
  readonly revision: number;
  readonly id: LabelId;
  readonly state: FormerLabel;
}

const mostKept = 4096;

/**
 * How labels were before their latest changes. Whoever has counted labels at some revision can take back what was
 * counted, and count anew, for those that changed alone. Of large writes nothing is kept: counting all over costs no more.
 */
export class FormerLabels {
  #kept: Former[] = [];
  /** What was before this revision is not known any more. */
  #from = 0;

  constructor(private readonly most = mostKept) {}

  /** Before a write to so many: are they worth keeping? */
  takes(count: number, revision: number): boolean {
    if (count <= this.most / 8) return true;
    this.#kept = [];
    this.#from = revision;
    return false;
  }

  note(revision: number, id: LabelId, state: FormerLabel): void {
    this.#kept.push({ revision, id, state });
    if (this.#kept.length <= this.most) return;
    // The older half goes at once, and with it all of the write that it cuts in two.
    this.#from = this.#kept[this.most >>> 1]?.revision ?? revision;
    this.#kept = this.#kept.filter((former) => former.revision > this.#from);
  }

  /** How each label that has changed since was then; undefined when that is not known any more. */
  since(revision: number): Map<LabelId, FormerLabel> | undefined {
    if (revision < this.#from) return undefined;
    const states = new Map<LabelId, FormerLabel>();
    for (let at = this.#kept.length - 1; at >= 0; at -= 1) {
      const former = this.#kept[at];
      if (!former || former.revision <= revision) break;
      // The one that is found last is the earliest: that is how it was.
      states.set(former.id, former.state);
    }
    return states;
  }
}
