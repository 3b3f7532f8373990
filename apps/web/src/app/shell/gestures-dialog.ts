import type { ElementRef } from '@angular/core';
import {
  ChangeDetectionStrategy,
  Component,
  Injector,
  afterNextRender,
  computed,
  effect,
  inject,
  output,
  signal,
  untracked,
  viewChild,
} from '@angular/core';
import type { Gesture, UndoAnswer } from '#contracts';
import { GalleryApi } from '../api/gallery-api.ts';
import { GestureLog } from '../state/gesture-log.ts';
import { Identity } from '../state/identity.ts';
import { LabelDesk } from '../state/label-desk.ts';
import { OwnWork } from '../state/own-work.ts';
import type { Period } from '../state/period.ts';
import { personToChoose } from '../state/person-words.ts';
import { Reveal } from '../state/reveal.ts';
import { Preferences } from '../state/preferences.ts';
import { UndoStack } from '../state/undo-stack.ts';
import { Modal } from '../ui/modal.ts';
import { Icon } from '../ui/icon.ts';
import { dateTime } from '../state/quantities.ts';
import { visibleText } from '../ui/visible-text.ts';
import { deedWords, gestureWords, linkWord, undoWords, whereWords } from './gesture-words.ts';

/** A gesture that somebody may be about to take back, and what that would do. */
interface Considered {
  readonly gesture: string;
  /** null while it is being found out. */
  readonly answer: UndoAnswer | null;
}

const periodNames: readonly { readonly period: Period; readonly name: string }[] = [
  { period: 'today', name: 'Today' },
  { period: 'week', name: 'The last 7 days' },
  { period: 'month', name: 'The last 30 days' },
  { period: 'ever', name: 'Ever' },
];

/** Who did what in this gallery, by person and time; each gesture can be taken back as a whole. */
@Component({
  selector: 'll-gestures-dialog',
  imports: [Icon, Modal],
  templateUrl: './gestures-dialog.html',
  styleUrl: './gestures-dialog.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class GesturesDialog {
  readonly closed = output();
  private readonly api = inject(GalleryApi);
  private readonly desk = inject(LabelDesk);
  private readonly undo = inject(UndoStack);
  private readonly identity = inject(Identity);
  private readonly preferences = inject(Preferences);
  private readonly work = inject(OwnWork);
  private readonly reveal = inject(Reveal);
  private readonly injector = inject(Injector);
  private readonly modal = viewChild.required(Modal);
  private readonly list = viewChild.required<ElementRef<HTMLElement>>('list');
  private readonly log = new GestureLog(
    (query) => this.api.gestures(query),
    () => new Date(),
  );
  private readonly undoing = signal<ReadonlySet<string>>(new Set());
  protected readonly considered = signal<Considered | null>(null);
  protected readonly hasFailed = this.log.hasFailed;
  protected readonly hasMore = this.log.hasMore;
  protected readonly filter = this.log.filter;
  protected readonly periods = periodNames;
  private readonly ownName = computed(() => {
    const me = this.identity.me();
    return me?.authenticated === true ? me.name : this.preferences.displayName();
  });
  /** What the server calls this person where they have no name. */
  private readonly ownNumbers = computed(() => {
    const own = (this.log.gestures() ?? []).filter(({ gesture_id }) => this.work.isOwnGesture(gesture_id));
    return [...new Set(own.map(({ updated_by }) => updated_by).filter((by) => by.startsWith('client:')))];
  });
  protected readonly people = computed(() => {
    const own = this.ownName();
    const mine = new Set([own, ...this.ownNumbers()]);
    const others = this.log.people().filter((name) => !mine.has(name));
    const you = [...mine].filter((name) => name !== '').map((name) => ({ name, says: `${named(name).says} (you)` }));
    return [...you, ...others.map(named)];
  });
  protected readonly lines = computed(() => {
    const [me, own] = [this.identity.me(), this.ownName()];
    const mayAll = me !== null && (me.role === 'admin' || !me.authenticated) && me.role !== 'viewer';
    return this.log.gestures()?.map((gesture) => ({
      id: gesture.gesture_id,
      by: this.nameOf(gesture.updated_by),
      path: gesture.path ?? gesture.followed?.to,
      deed: visibleText(deedWords(gesture)),
      link: linkWord(gesture),
      where: visibleText(whereWords(gesture)),
      at: dateTime(gesture.at),
      iso: gesture.at,
      says: visibleText(gestureWords(gesture)),
      canUndo: gesture.kind !== 'metrics' && (mayAll || (me?.role === 'labeller' && gesture.updated_by === own)),
      isUndoing: this.undoing().has(gesture.gesture_id),
    }));
  });

  private nameOf(by: string): string {
    const isOwn = by.startsWith('client:') && this.ownNumbers().includes(by);
    return isOwn ? `${named(by).says} (you)` : named(by).says;
  }

  constructor() {
    void this.log.show({ by: null, period: 'week' });
    effect(() => {
      if (this.desk.sums().unsent > 0 || this.undoing().size === 0) return;
      untracked(() => {
        this.undoing.set(new Set());
        void this.log.refresh();
      });
    });
  }

  protected chooseBy(name: string): void {
    void this.log.show({ ...this.filter(), by: name === '' ? null : name });
  }

  protected choosePeriod(name: string): void {
    const found = periodNames.find(({ period }) => period === name);
    if (found) void this.log.show({ ...this.filter(), period: found.period });
  }

  protected more(): void {
    void this.log.more();
  }

  protected retry(): void {
    void this.log.refresh();
  }

  /** First what it would do: after many changes by others that may be less than one thinks. */
  protected async consider(gesture: string): Promise<void> {
    this.considered.set({ gesture, answer: null });
    this.keepKeys();
    try {
      const answer = await this.api.rehearseUndo(gesture);
      this.considered.update((now) => (now?.gesture === gesture ? { gesture, answer } : now));
    } catch {
      // The server is away, or the gesture is too old: it says so above the list.
      this.considered.set(null);
      void this.log.refresh();
    }
  }

  protected leaveIt(): void {
    this.considered.set(null);
    this.keepKeys();
  }

  protected goTo(path: string): void {
    this.modal().close();
    this.reveal.go(path);
  }

  /** The button that had the keys goes with this drawing. */
  private keepKeys(): void {
    const focus = (): void => {
      const list = this.list().nativeElement;
      if (document.activeElement === document.body) (list.querySelector<HTMLElement>('.decide') ?? list).focus();
    };
    afterNextRender(focus, { injector: this.injector });
  }

  protected takeBack(gesture: string, says: string): void {
    this.considered.set(null);
    this.keepKeys();
    this.undo.noteMany(this.desk.undo(gesture), `taking back “${says}”`);
    this.undoing.update((all) => new Set([...all, gesture]));
  }

  protected words(answer: UndoAnswer): string {
    return visibleText(undoWords(answer));
  }
}

function named(name: Gesture['updated_by']): { name: string; says: string } {
  return { name, says: visibleText(personToChoose(name)) };
}
