import {
  ChangeDetectionStrategy,
  Component,
  DestroyRef,
  computed,
  effect,
  inject,
  input,
  signal,
  untracked,
} from '@angular/core';
import type { Gesture } from '#contracts';
import type { HistoryDesk } from '../state/history-desk.ts';
import { Connection } from '../state/connection.ts';
import { Identity } from '../state/identity.ts';
import { count, countOf } from '../state/quantities.ts';
import { Icon } from '../ui/icon.ts';
import type { HistoryEntry } from './history-entries.ts';
import { InSight } from './in-sight.ts';
import type { OpenLines } from './open-lines.ts';
import type { PeopleOfLog } from './people-of-log.ts';
import type { SeenThumbs } from './seen-thumbs.ts';
import { TakeBack } from './take-back.ts';
import type { TakingBack } from './taking-back.ts';
import { TouchedThumb } from './touched-thumb.ts';
import { changedByWriting, changedImages, type ChangedImage } from './what-was-changed.ts';

const hours = new Intl.DateTimeFormat('en', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const exact = new Intl.DateTimeFormat('en', { dateStyle: 'full', timeStyle: 'medium', hourCycle: 'h23' });

/** One line of the history: who did what and when, on which images, and what can be done about it. */
@Component({
  selector: 'll-history-line',
  imports: [Icon, InSight, TakeBack, TouchedThumb],
  templateUrl: './history-line.html',
  styleUrl: './history-line.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class HistoryLine {
  readonly entry = input.required<HistoryEntry>();
  readonly desk = input.required<HistoryDesk>();
  readonly people = input.required<PeopleOfLog>();
  readonly taking = input.required<TakingBack>();
  readonly thumbs = input.required<SeenThumbs>();
  readonly open = input.required<OpenLines>();
  /** So many thumbs have room in a line. */
  readonly room = input.required<number>();

  protected readonly whyNot = inject(Identity).whyNotLabel;
  private readonly isReachable = inject(Connection).isReachable;
  protected readonly isOpen = computed(() => this.open().has(this.entry(), 'changes'));
  protected readonly areSavesOpen = computed(() => this.open().has(this.entry(), 'saves'));
  private readonly isNear = signal(false);
  protected readonly isFolded = computed(() => this.entry().gestures.length > 1);
  protected readonly by = computed(() => this.people().nameOf(this.entry().by));
  protected readonly takenBackBy = computed(() => this.people().takenBackBy(this.entry().gestures));
  protected readonly canTakeBack = computed(() => !this.isFolded() && this.people().mayTakeBack(this.entry().latest));
  protected readonly images = computed(() => this.desk().imagesOf(this.entry().latest.gesture_id));
  /** Where a text began that was written piece by piece. */
  private readonly firstImages = computed(() => this.desk().imagesOf(this.entry().first.gesture_id));
  protected readonly count = computed(() => this.entry().latest.count);
  /** As many as have room; the last place is for how many more there are. */
  protected readonly few = computed(() => {
    const [room, all] = [this.room(), this.count()];
    return (this.images().items() ?? []).slice(0, all > room ? room - 1 : room);
  });
  protected readonly places = computed(() => Math.min(this.count(), this.room()));
  protected readonly more = computed(() => {
    const more = this.count() - (this.room() - 1);
    return this.count() > this.room() ? count(more) : null;
  });
  /** null until all of it is read. */
  protected readonly details = computed(() => {
    const [last, first] = [this.images().items(), this.firstImages().items()];
    if (last === null || first === null) return null;
    return this.isFolded() ? changedByWriting(last, first) : changedImages(last);
  });
  protected readonly hasFailed = computed(() => this.images().hasFailed() || this.firstImages().hasFailed());

  constructor() {
    effect(() => {
      // What could not be read is asked for again when the server is back.
      if (!this.isNear() || !this.isReachable()) return;
      const [images, isOpen, first] = [this.images(), this.isOpen(), this.firstImages()];
      untracked(() => {
        void images.begin();
        if (isOpen) void first.begin();
      });
    });
    effect(() => {
      const seen = this.thumbs();
      const shown = this.isOpen() ? (this.images().items() ?? []) : this.few();
      const wanted = this.isNear()
        ? shown.flatMap(({ item }) => (item && item.problem === undefined ? [item] : []))
        : [];
      untracked(() => {
        if (wanted.length > 0) seen.show(this, wanted);
        else seen.hide(this);
      });
    });
    inject(DestroyRef).onDestroy(() => {
      this.thumbs().hide(this);
    });
  }

  protected near(isNear: boolean): void {
    this.isNear.set(isNear);
  }

  protected toggle(): void {
    this.open().toggle(this.entry(), 'changes');
    if (this.isOpen()) this.isNear.set(true);
  }

  protected toggleSaves(event: Event): void {
    if (event.target instanceof HTMLDetailsElement) this.open().set(this.entry(), 'saves', event.target.open);
  }

  protected readMore(): void {
    void this.images().more();
    if (this.isFolded()) void this.firstImages().more();
  }

  protected restore({ item, patch }: ChangedImage): void {
    if (item.item && patch) void this.desk().restore(item.item, patch);
  }

  protected timeOf(at: string): string {
    return hours.format(new Date(at));
  }

  protected exactly(at: string): string {
    return exact.format(new Date(at));
  }

  protected textOf({ patch = {} }: Gesture): string {
    const text = 'set_notes' in patch ? patch.set_notes : undefined;
    return text === undefined || text === '' ? 'no notes' : text;
  }

  protected saves(): string {
    const { gestures, at, first } = this.entry();
    const [saves, begun] = [countOf(gestures.length, 'save'), hours.format(new Date(first.at))];
    return begun === hours.format(new Date(at)) ? saves : `${saves}, from ${begun}`;
  }
}
