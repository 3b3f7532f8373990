import {
  ChangeDetectionStrategy,
  Component,
  DestroyRef,
  afterNextRender,
  computed,
  effect,
  inject,
  untracked,
  viewChild,
  type ElementRef,
} from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { ActivatedRoute, Router } from '@angular/router';
import { GalleryApi } from '../api/gallery-api.ts';
import { byDay } from '../history/days.ts';
import { entriesOf } from '../history/history-entries.ts';
import { HistoryLine } from '../history/history-line.ts';
import { InSight } from '../history/in-sight.ts';
import { lookWhenWritten } from '../history/look-when-written.ts';
import { leftHistory } from '../history/left-history.ts';
import { OpenLines } from '../history/open-lines.ts';
import { PeopleOfLog } from '../history/people-of-log.ts';
import { periodNames } from '../history/period-names.ts';
import { SeenThumbs } from '../history/seen-thumbs.ts';
import { TakingBack } from '../history/taking-back.ts';
import { Address } from '../state/address.ts';
import { Announcements } from '../state/announcements.ts';
import { Connection } from '../state/connection.ts';
import { GestureLog, type GestureFilter } from '../state/gesture-log.ts';
import { HistoryDesk } from '../state/history-desk.ts';
import { historyLink, readHistoryPlace } from '../state/history-place.ts';
import { Identity } from '../state/identity.ts';
import { Keyboard } from '../state/keyboard.ts';
import { LabelDesk } from '../state/label-desk.ts';
import { LabelKeys } from '../state/label-keys.ts';
import { OwnWork } from '../state/own-work.ts';
import { dayIn, dayOf } from '../state/period.ts';
import { writePlace } from '../state/place.ts';
import { Preferences } from '../state/preferences.ts';
import { count, countOf } from '../state/quantities.ts';
import { ThumbLoader } from '../state/thumb-loader.ts';
import { UndoStack } from '../state/undo-stack.ts';
import { DayInput } from '../ui/day-input.ts';
import { Icon } from '../ui/icon.ts';
import { mediaSignal } from '../ui/media-signal.ts';
import { isPlainClick } from '../ui/plain-click.ts';
import { HealthBanner } from './health-banner.ts';
import { OpenDialog } from './open-dialog.ts';
import { SyncBadge } from './sync-badge.ts';
import { Toast } from './toast.ts';

/** Who did what in this gallery, day by day, with the images; a page of its own, whose address says whose and of when. */
@Component({
  selector: 'll-history-page',
  imports: [DayInput, HealthBanner, HistoryLine, Icon, InSight, OpenDialog, SyncBadge, Toast],
  templateUrl: './history-page.html',
  styleUrl: './history-page.css',
  host: { '(click)': 'follow($event)', '(document:keydown)': 'keyboard.handle($event)' },
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class HistoryPage {
  private readonly router = inject(Router);
  private readonly api = inject(GalleryApi);
  private readonly announcements = inject(Announcements);
  protected readonly keyboard = inject(Keyboard);
  private readonly list = viewChild.required<ElementRef<HTMLElement>>('list');
  protected readonly isNarrow = mediaSignal('(max-width: 860px)');
  private readonly left = inject(leftHistory);
  /** By back and forward one comes to what one left; any other way one begins at the top. */
  private readonly found = this.router.currentNavigation()?.trigger === 'popstate' ? this.left.last : null;
  protected readonly log =
    this.found?.log ??
    new GestureLog(
      (query) => this.api.gestures(query),
      () => new Date(),
    );
  protected readonly people = new PeopleOfLog({
    log: this.log,
    identity: inject(Identity),
    work: inject(OwnWork),
    displayName: inject(Preferences).displayName,
  });
  protected readonly desk =
    this.found?.desk ??
    new HistoryDesk({
      api: this.api,
      desk: inject(LabelDesk),
      keys: inject(LabelKeys),
      undo: inject(UndoStack),
      announcements: this.announcements,
    });
  protected readonly open = this.found?.open ?? new OpenLines();
  protected readonly taking = new TakingBack({
    api: this.api,
    desk: inject(LabelDesk),
    undo: inject(UndoStack),
    failed: () => {
      this.announcements.say('What that would change cannot be found out now.', { tone: 'bad' });
    },
  });
  protected readonly thumbs = new SeenThumbs(inject(ThumbLoader));
  private readonly looking = lookWhenWritten(this.log);
  private readonly address = inject(Address);

  /** To where one was in the gallery. */
  protected readonly backLink = computed(() => `?${writePlace(this.address.place())}`);
  protected readonly filter = this.log.filter;
  protected readonly periods = periodNames;
  protected readonly ownDays = computed(() => {
    const { when } = this.filter();
    return typeof when === 'string' ? null : when;
  });
  protected readonly chosenPeriod = computed(() => {
    const { when } = this.filter();
    return typeof when === 'string' ? when : 'days';
  });
  protected readonly days = computed(() => {
    const gestures = this.log.gestures();
    return gestures && byDay(entriesOf(gestures), new Date());
  });
  protected readonly room = computed(() => (this.isNarrow() ? 4 : 6));
  protected readonly news = computed(() => {
    const number = this.log.newCount();
    if (number === 0) return null;
    return this.log.isNewCountLeast() ? `More than ${count(number)} new changes` : countOf(number, 'new change');
  });

  constructor() {
    document.title = 'History — Lenslet';
    inject(ActivatedRoute)
      .queryParamMap.pipe(takeUntilDestroyed())
      .subscribe((params) => {
        const filter = readHistoryPlace((key) => params.get(key));
        const isThere = this.log.gestures() !== null && historyLink(filter) === historyLink(this.filter());
        if (isThere) this.looking.ask();
        else void this.log.show(filter);
      });
    const { log, desk, open, found } = this;
    this.left.last = { log, desk, open, top: found?.top ?? 0 };
    if (found !== null) afterNextRender(() => this.list().nativeElement.scrollTo({ top: found.top }));
    effect(() => {
      if (this.taking.hasArrived()) this.looking.ask();
    });
    const { isReachable } = inject(Connection);
    effect(() => {
      if (!isReachable()) return;
      untracked(() => {
        if (this.log.hasFailed()) this.retry();
        else if (this.log.gestures() !== null) this.looking.ask();
      });
    });
    const { handlers } = inject(LabelKeys);
    const own = { undo: () => handlers.undo?.(), redo: () => handlers.redo?.() };
    const remove = this.keyboard.push({ isModal: false, handlers: own });
    inject(DestroyRef).onDestroy(remove);
  }

  protected choose(change: Partial<GestureFilter>): void {
    void this.router.navigateByUrl(`/${historyLink({ ...this.filter(), ...change })}`);
  }

  protected choosePeriod(name: string): void {
    const found = periodNames.find(({ period }) => period === name);
    const today = dayOf(new Date());
    this.choose({ when: found ? found.period : { from: today, to: today } });
  }

  protected chooseDay(which: 'from' | 'to', text: string): void {
    const days = this.ownDays();
    if (days === null) return;
    const next = { ...days, [which]: dayIn(text) };
    // What ends before it begins is turned around, and what has neither end is all there is.
    const isTurned = next.from !== null && next.to !== null && next.from > next.to;
    if (next.from === null && next.to === null) this.choose({ when: 'ever' });
    else this.choose({ when: isTurned ? { from: next.to, to: next.from } : next });
  }

  protected noteScroll(): void {
    if (this.left.last !== null) this.left.last.top = this.list().nativeElement.scrollTop;
  }

  protected takeIn(): void {
    this.log.takeIn();
    const list = this.list().nativeElement;
    list.scrollTo({ top: 0 });
    list.focus();
  }

  protected more(isNear = true): void {
    if (isNear && !this.log.hasFailed()) void this.log.more();
  }

  protected retry(): void {
    void this.log.more();
  }

  /** A link that leads to another place of the application leaves what is loaded as it is. */
  protected follow(event: MouseEvent): void {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (link === null || !isPlainClick(event)) return;
    const base = new URL(document.baseURI);
    const url = new URL(link.href);
    if (url.origin !== base.origin || !url.pathname.startsWith(base.pathname)) return;
    event.preventDefault();
    void this.router.navigateByUrl(`/${url.pathname.slice(base.pathname.length)}${url.search}`);
  }
}
