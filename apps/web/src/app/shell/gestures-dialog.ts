import {
  ChangeDetectionStrategy,
  Component,
  computed,
  effect,
  inject,
  output,
  untracked,
  viewChild,
} from '@angular/core';
import { Router } from '@angular/router';
import { GalleryApi } from '../api/gallery-api.ts';
import { entriesOf } from '../history/history-entries.ts';
import { OpenLines } from '../history/open-lines.ts';
import { PeopleOfLog } from '../history/people-of-log.ts';
import { TakeBack } from '../history/take-back.ts';
import { TakingBack } from '../history/taking-back.ts';
import { GestureLog } from '../state/gesture-log.ts';
import { historyLink } from '../state/history-place.ts';
import { Identity } from '../state/identity.ts';
import { LabelDesk } from '../state/label-desk.ts';
import { OwnWork } from '../state/own-work.ts';
import { Preferences } from '../state/preferences.ts';
import { dateTime } from '../state/quantities.ts';
import { Reveal } from '../state/reveal.ts';
import { UndoStack } from '../state/undo-stack.ts';
import { Icon } from '../ui/icon.ts';
import { isPlainClick } from '../ui/plain-click.ts';
import { Modal } from '../ui/modal.ts';
import { periodNames } from '../history/period-names.ts';

/** Who did what in this gallery, by person and time; each gesture can be taken back as a whole. */
@Component({
  selector: 'll-gestures-dialog',
  imports: [Icon, Modal, TakeBack],
  templateUrl: './gestures-dialog.html',
  styleUrl: './gestures-dialog.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class GesturesDialog {
  readonly closed = output();
  private readonly api = inject(GalleryApi);
  private readonly reveal = inject(Reveal);
  private readonly router = inject(Router);
  private readonly modal = viewChild.required(Modal);
  private readonly log = new GestureLog(
    (query) => this.api.gestures(query),
    () => new Date(),
  );
  protected readonly people = new PeopleOfLog({
    log: this.log,
    identity: inject(Identity),
    work: inject(OwnWork),
    displayName: inject(Preferences).displayName,
  });
  protected readonly taking = new TakingBack({
    api: this.api,
    desk: inject(LabelDesk),
    undo: inject(UndoStack),
    failed: () => void this.log.refresh(),
  });
  protected readonly hasFailed = this.log.hasFailed;
  protected readonly hasFailedToBegin = this.log.hasFailedToBegin;
  protected readonly isSettling = this.log.isSettling;
  protected readonly hasMore = this.log.hasMore;
  protected readonly filter = this.log.filter;
  protected readonly periods = periodNames;
  protected readonly pageLink = computed(() => historyLink(this.filter()));
  /** Writings whose pieces are shown. */
  protected readonly open = new OpenLines();
  protected readonly lines = computed(() => {
    const { log } = this;
    const gestures = log.gestures();
    return gestures && entriesOf(gestures).map((entry) => ({ ...entry, time: dateTime(entry.at) }));
  });

  constructor() {
    void this.log.show({ by: null, when: 'week' });
    effect(() => {
      if (this.taking.hasArrived()) untracked(() => void this.log.refresh());
    });
  }

  protected chooseBy(name: string): void {
    void this.log.show({ ...this.filter(), by: name === '' ? null : name });
  }

  protected choosePeriod(name: string): void {
    const found = periodNames.find(({ period }) => period === name);
    if (found) void this.log.show({ ...this.filter(), when: found.period });
  }

  protected more(): void {
    void this.log.more();
  }

  protected retry(): void {
    void this.log.refresh();
  }

  protected goTo(path: string): void {
    this.modal().close();
    this.reveal.go(path);
  }

  protected openPage(event: MouseEvent): void {
    if (!isPlainClick(event)) return;
    event.preventDefault();
    this.modal().close();
    void this.router.navigateByUrl(`/${this.pageLink()}`);
  }

  protected timeOf(at: string): string {
    return dateTime(at);
  }
}
