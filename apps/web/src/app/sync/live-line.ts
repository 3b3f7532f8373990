import type { PresenceLeave } from '#contracts';
import { BehaviorSubject, Observable, Subject, distinctUntilChanged, map, of, switchMap } from 'rxjs';
import type { Clock } from './clock.ts';
import type { Edit, OutboxNews } from './edit.ts';
import type { HubDoor, HubLine } from './hub-door.ts';
import type { FromHub, LiveFrame, Owner, StreamStatus, ToHub } from './hub-protocol.ts';
import { StandingFrames } from './standing-frames.ts';
import { ToldUpTo } from './told-up-to.ts';

const PING_MS = 20_000;
/** A shared worker that has not said a word by then did not start, or has died. */
const ANSWER_MS = 4000;
/** Where no browser tells of the death of a worker, it has to be noticed by these. */
const CLOSE_PING_MS = 2500;
/** One that lives answers at once, unless the machine is busy. To open it once more then does no harm. */
const LIFE_MS = 1500;
/** So long without a stream, and whoever shows something has to ask for it. */
const CUT_OFF_MS = 15_000;

/**
 * The tab's end of the line: one way to the stream and to the outbox, whether a hub is shared or of this tab's own. Each
 * observable may be subscribed to at any time, and begins with what stands.
 */
export class LiveLine {
  private readonly frames = new Subject<LiveFrame>();
  private readonly news = new Subject<OutboxNews>();
  private readonly status = new BehaviorSubject<StreamStatus>('connecting');
  private readonly standing = new StandingFrames();
  private readonly edits = new Map<string, Edit>();
  /** Written, and not heard of since: by the id of the edit, and the line it went down. A hub may die with it in its hands. */
  private readonly unheard = new Map<string, { readonly edit: Edit; readonly by: HubLine | null }>();
  private line: HubLine | null = null;
  private isShared = true;
  /** The line that is open has said something. */
  private isHeard = false;
  private readonly toldUpTo = new ToldUpTo();
  private owner: Owner | null = null;
  private name = '';
  private will: PresenceLeave | null = null;
  private cancelAnswer: (() => void) | null = null;
  private cancelPing: (() => void) | null = null;

  /** The frames of the stream, after those that stand: the latest `hb`, who is where, what is being indexed. */
  readonly frames$: Observable<LiveFrame> = afterWhatStands(() => this.standing.all(), this.frames);
  readonly status$: Observable<StreamStatus> = this.status.pipe(distinctUntilChanged());
  /** What becomes of edits. Begins with `all`, as far as it is known here. */
  readonly outbox$: Observable<OutboxNews> = afterWhatStands(
    () => [{ kind: 'all', edits: [...this.edits.values()] }],
    this.news,
  );
  /** There has been no stream for a while: what changes has to be asked for. */
  readonly isCutOff$: Observable<boolean> = this.status$.pipe(
    map((status) => status === 'live'),
    distinctUntilChanged(),
    switchMap((isLive) => (isLive ? of(false) : this.later(CUT_OFF_MS, true))),
    distinctUntilChanged(),
  );

  constructor(
    private readonly door: HubDoor,
    private readonly clock: Clock,
  ) {}

  /** For this owner from now on. */
  hello(owner: Owner, name: string): void {
    const isSamePerson = this.owner?.person === owner.person;
    const isSameStore = this.owner?.storeId === owner.storeId;
    if (isSamePerson && isSameStore && this.name === name && this.line !== null) return;
    // What was written before anybody was known is by whoever comes first.
    if (this.owner !== null && (!isSamePerson || !isSameStore)) this.forget();
    this.owner = owner;
    this.name = name;
    if (!isSamePerson || this.line === null) this.open();
    else this.greet();
  }

  send(message: ToHub): void {
    if (message.kind === 'write') this.unheard.set(message.edit.id, { edit: message.edit, by: this.line });
    this.line?.post(message);
  }

  /** What the server is to be told should this tab vanish. */
  keepWill(will: PresenceLeave | null): void {
    this.will = will;
    this.send({ kind: 'will', will });
  }

  /** The page is left, perhaps to come back. */
  leave(): void {
    this.stopTimers();
    this.send({ kind: 'bye' });
  }

  /** The page is there again as it was: the hub may have gone meanwhile. */
  comeBack(): void {
    if (this.line !== null) this.greet();
  }

  private open(): void {
    this.stopTimers();
    // This tab stays: whoever the line led to has nothing to tell of it any more.
    this.send({ kind: 'will', will: null });
    this.send({ kind: 'bye' });
    this.line?.close();
    const { owner } = this;
    if (owner === null) return;
    let line: HubLine | null = null;
    const heard = (message: FromHub): void => {
      if (line !== null && this.line === line) this.hear(message);
    };
    const lost = (): void => {
      if (line !== null && this.line === line) this.openOwn();
    };
    const doubted = (): void => {
      // Before its first word it may not have started; that is waited for as ever.
      if (line !== null && this.line === line && this.isHeard) this.askForLife();
    };
    line = this.isShared ? this.door.openShared(owner, heard, lost, doubted) : null;
    this.isShared = line !== null;
    line ??= this.door.openOwn(heard);
    this.line = line;
    this.isHeard = false;
    this.toldUpTo.cutOff();
    this.greet();
  }

  /** Once a shared hub has failed this tab, it stays with its own. */
  private openOwn(): void {
    this.isShared = false;
    this.open();
  }

  private greet(): void {
    if (this.owner === null) return;
    this.send({ kind: 'hello', owner: this.owner, name: this.name });
    if (this.will !== null) this.send({ kind: 'will', will: this.will });
    this.expectAnswer(() => {
      this.openOwn();
    });
    this.planPing();
  }

  private planPing(): void {
    this.cancelPing?.();
    const isClose = this.isShared && !this.door.isWatched;
    this.cancelPing = this.clock.after(isClose ? CLOSE_PING_MS : PING_MS, () => {
      this.askForLife(isClose ? LIFE_MS : ANSWER_MS);
      this.planPing();
    });
  }

  private askForLife(ms = LIFE_MS): void {
    this.send({ kind: 'ping' });
    // A worker that has not said a word is waited for already.
    if (!this.isHeard) return;
    // One that was there and is not any more is started anew; only when that fails, too, is it given up.
    this.expectAnswer(() => {
      this.open();
    }, ms);
  }

  private expectAnswer(orElse: () => void, ms = ANSWER_MS): void {
    if (!this.isShared) return;
    this.cancelAnswer?.();
    this.cancelAnswer = this.clock.after(ms, () => {
      this.cancelAnswer = null;
      orElse();
    });
  }

  private hear(message: FromHub): void {
    this.cancelAnswer?.();
    this.cancelAnswer = null;
    this.isHeard = true;
    if (message.kind === 'status') this.status.next(message.status);
    else if (message.kind === 'outbox') this.hearNews(message.news);
    else this.hearFrame(message.frame);
  }

  /** An answer that was read knows everything up to this cursor. Call it when what was read is in its place. */
  noteRead(cursor: string): void {
    if (this.toldUpTo.read(cursor)) this.sayMissed(cursor);
  }

  private hearFrame(frame: LiveFrame): void {
    this.standing.take(frame);
    if (frame.event === 'hb' && this.toldUpTo.live(frame.data.head)) this.sayMissed(frame.data.head);
    else if (frame.id !== '') this.toldUpTo.told(frame.id);
    this.frames.next(frame);
    if (frame.event !== 'hb' || this.owner === null || frame.data.store_id === this.owner.storeId) return;
    this.hello({ person: this.owner.person, storeId: frame.data.store_id }, this.name);
  }

  private hearNews(news: OutboxNews): void {
    if (news.kind === 'all') {
      this.edits.clear();
      for (const edit of news.edits) this.edits.set(edit.id, edit);
      for (const edit of news.edits) this.unheard.delete(edit.id);
      this.writeAgain();
      // What the hub has not heard yet is there all the same: on the screen it must not go away in between.
      const unheard = [...this.unheard.values()].map(({ edit }) => edit);
      this.news.next({ kind: 'all', edits: [...news.edits, ...unheard] });
      return;
    }
    if (news.kind === 'put') {
      this.edits.set(news.edit.id, news.edit);
      this.unheard.delete(news.edit.id);
    } else if (news.kind === 'gone') {
      this.edits.delete(news.id);
      this.unheard.delete(news.id);
    }
    this.news.next(news);
  }

  /** What went down a line that is no more. The same edit has the same key: it is done once, however often it is sent. */
  private writeAgain(): void {
    for (const { edit, by } of [...this.unheard.values()]) {
      if (by !== this.line) this.send({ kind: 'write', edit });
    }
  }

  /** What was known belongs to somebody else. */
  private forget(): void {
    this.standing.clear();
    this.toldUpTo.forget();
    this.edits.clear();
    // Made for another owner, or another gallery: it must not go to this one.
    this.unheard.clear();
    this.news.next({ kind: 'all', edits: [] });
    this.status.next('connecting');
    // The stream may hear of it later than whoever said hello: what was told of the one before is worth nothing from now on.
    this.frames.next({ event: 'resync', data: { reason: 'unknown_epoch', head: '' }, id: '' });
  }

  /** Something was written between what is shown here and what is told from now on. */
  private sayMissed(head: string): void {
    this.frames.next({ event: 'resync', data: { reason: 'evicted', head }, id: '' });
  }

  private stopTimers(): void {
    this.cancelAnswer?.();
    this.cancelPing?.();
    this.cancelAnswer = this.cancelPing = null;
  }

  private later<T>(ms: number, value: T): Observable<T> {
    return new Observable((whoever) =>
      this.clock.after(ms, () => {
        whoever.next(value);
      }),
    );
  }
}

function afterWhatStands<T>(stands: () => readonly T[], coming: Observable<T>): Observable<T> {
  return new Observable((whoever) => {
    for (const each of stands()) whoever.next(each);
    return coming.subscribe(whoever);
  });
}
