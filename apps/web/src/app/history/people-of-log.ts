import { computed } from '@angular/core';
import type { Gesture } from '#contracts';
import type { GestureLog } from '../state/gesture-log.ts';
import type { Identity } from '../state/identity.ts';
import type { OwnWork } from '../state/own-work.ts';
import { personToChoose } from '../state/person-words.ts';
import { visibleText } from '../ui/visible-text.ts';

interface Parts {
  readonly log: Pick<GestureLog, 'gestures' | 'people' | 'filter' | 'takenBack'>;
  readonly identity: Pick<Identity, 'me'>;
  readonly work: Pick<OwnWork, 'isOwnGesture'>;
  /** What this person calls themselves where nobody signs in. */
  readonly displayName: () => string;
}

/** Who did what in a list of gestures: which of them one is oneself, what they are called, and what one may take back. */
export class PeopleOfLog {
  constructor(private readonly parts: Parts) {}

  private readonly ownName = computed(() => {
    const me = this.parts.identity.me();
    return me?.authenticated === true ? me.name : this.parts.displayName();
  });
  /** What the server calls this person where they have no name. */
  private readonly ownNumbers = computed(() => {
    const own = (this.parts.log.gestures() ?? []).filter(({ gesture_id }) => this.parts.work.isOwnGesture(gesture_id));
    return [...new Set(own.map(({ updated_by }) => updated_by).filter((by) => by.startsWith('client:')))];
  });
  /** To choose from. Who is chosen is among them, also before anything of theirs was read. */
  readonly all = computed(() => {
    const { log } = this.parts;
    const mine = new Set([this.ownName(), ...this.ownNumbers()]);
    const { by } = log.filter();
    const others = [...new Set([...log.people(), ...(by === null ? [] : [by])])].filter((name) => !mine.has(name));
    const you = [...mine].filter((name) => name !== '').map((name) => ({ name, says: `${wordsOf(name)} (you)` }));
    return [...you, ...others.map((name) => ({ name, says: wordsOf(name) }))];
  });

  nameOf(by: string): string {
    const isOwn = by.startsWith('client:') && this.ownNumbers().includes(by);
    return isOwn ? `${wordsOf(by)} (you)` : wordsOf(by);
  }

  /** Who took these back; null unless that is known of all of them. */
  takenBackBy(gestures: readonly Gesture[]): string | null {
    const takenBack = this.parts.log.takenBack();
    const by = gestures.map(({ gesture_id }) => takenBack.get(gesture_id)?.updated_by);
    if (by.includes(undefined)) return null;
    return [...new Set(by)].map((name) => this.nameOf(name ?? '')).join(', ');
  }

  mayTakeBack({ gesture_id, kind, updated_by }: Gesture): boolean {
    const me = this.parts.identity.me();
    if (this.parts.log.takenBack().has(gesture_id)) return false;
    if (kind === 'metrics' || me === null || me.role === 'viewer') return false;
    return me.role === 'admin' || !me.authenticated || updated_by === this.ownName();
  }
}

function wordsOf(name: string): string {
  return visibleText(personToChoose(name));
}
