import type { Clock } from './clock.ts';
import type { HubOutbox } from './hub-outbox.ts';
import type { FromHub, LiveFrame, Owner, StreamStatus, ToHub } from './hub-protocol.ts';
import type { LastWills } from './last-wills.ts';
import { StandingFrames } from './standing-frames.ts';
import type { LinkListener, StreamLink } from './stream-link.ts';

/** One tab, as the hub sees it. */
export interface HubPort {
  post(message: FromHub): void;
  onMessage(then: (message: ToHub) => void): void;
}

export type Link = Pick<StreamLink, 'start' | 'stop' | 'hurry' | 'status'>;

interface Tab {
  readonly port: HubPort;
  owner: Owner;
  name: string;
  heardAt: number;
  /** Has said goodbye, or was not heard of: it has missed what was told meanwhile. */
  isAway: boolean;
  forgetOutbox: () => void;
}

const LOOK_MS = 15_000;
/** Tabs ping every 20 s. The timers of one that lies in the background run once a minute. */
const VANISHED_MS = 150_000;

/**
 * One stream and one outbox for any number of tabs. There is one owner at a time, that of the tab which said hello last;
 * tabs of another owner are told nothing but `signed-out` until they say hello themselves, and what they write is
 * refused, for it must not be sent in somebody else's name or to another gallery. Without tabs the stream ends.
 */
export class Hub {
  private readonly link: Link;
  private readonly standing = new StandingFrames();
  private readonly tabs = new Map<HubPort, Tab>();
  private owner: Owner | null = null;
  private isRunning = false;
  private cancelLook: (() => void) | null = null;

  constructor(
    makeLink: (listener: LinkListener) => Link,
    private readonly outbox: HubOutbox,
    private readonly wills: LastWills<HubPort>,
    private readonly clock: Clock,
  ) {
    this.link = makeLink({
      frame: (frame) => {
        this.hear(frame);
      },
      status: (status) => {
        this.hearStatus(status);
      },
    });
  }

  /** How many tabs there are. */
  get size(): number {
    return this.present().length;
  }

  join(port: HubPort): void {
    port.onMessage((message) => {
      if (message.kind === 'hello') this.welcome(port, message.owner, message.name);
      else this.listen(port, message);
    });
  }

  /** The port is closed: this tab will not come back. */
  lose(port: HubPort): void {
    this.leave(port);
    this.wills.execute(port);
    this.tabs.delete(port);
  }

  private welcome(port: HubPort, owner: Owner, name: string): void {
    const known = this.tabs.get(port);
    known?.forgetOutbox();
    const heardAt = this.clock.monotonic();
    const tab: Tab = { port, owner, name, heardAt, isAway: known?.isAway ?? false, forgetOutbox: () => undefined };
    this.tabs.set(port, tab);
    if (this.owner === null || !isSame(this.owner, owner)) this.beginAnew(owner, name);
    else {
      // Another name, or somebody has signed in again: what waits for that goes on, under the name that was said last.
      for (const each of this.tabs.values()) if (isSame(each.owner, owner)) each.name = name;
      this.outbox.open(owner, name);
      if (this.isRunning) this.link.hurry();
      else this.run();
      this.admit(tab);
    }
    this.look();
  }

  private listen(port: HubPort, message: Exclude<ToHub, { kind: 'hello' }>): void {
    const tab = this.tabs.get(port);
    if (tab === undefined) return;
    if (message.kind === 'bye') {
      this.leave(port);
      this.wills.execute(port);
      return;
    }
    if (message.kind === 'will') {
      this.wills.keep(port, message.will);
      return;
    }
    tab.heardAt = this.clock.monotonic();
    if (tab.isAway) this.welcome(port, tab.owner, tab.name);
    const isOurs = this.owner !== null && isSame(this.owner, tab.owner);
    if (message.kind === 'ping') post(tab, { kind: 'status', status: isOurs ? this.link.status : 'signed-out' });
    else if (message.kind === 'hurry') {
      this.link.hurry();
      this.outbox.hurry();
    } else if (!isOurs) {
      if (message.kind === 'write') refuse(tab, message.edit);
    } else if (message.kind === 'write') this.outbox.write(message.edit);
    else this.outbox.decide(message.id, message.choice);
  }

  private beginAnew(owner: Owner, name: string): void {
    for (const tab of this.tabs.values()) tab.forgetOutbox();
    this.owner = owner;
    this.outbox.open(owner, name);
    this.run();
    for (const tab of this.present()) {
      if (isSame(tab.owner, owner)) this.admit(tab);
      else post(tab, { kind: 'status', status: 'signed-out' });
    }
  }

  private run(): void {
    this.standing.clear();
    this.isRunning = true;
    this.link.start();
  }

  /** What a tab has to know before it is told anything else. */
  private admit(tab: Tab): void {
    const wasAway = tab.isAway;
    tab.isAway = false;
    post(tab, { kind: 'status', status: this.link.status });
    const standing = this.standing.all();
    // Without a sign of life the head is not known, and need not be: whoever asks for everything is told by the answers.
    const head = standing[0]?.event === 'hb' ? standing[0].data.head : '';
    const missed: LiveFrame = { event: 'resync', data: { reason: 'evicted', head }, id: '' };
    for (const frame of wasAway ? [missed, ...standing] : standing) post(tab, { kind: 'frame', frame });
    tab.forgetOutbox();
    tab.forgetOutbox = this.outbox.news((news) => {
      post(tab, { kind: 'outbox', news });
    });
  }

  private hear(frame: LiveFrame): void {
    this.standing.take(frame);
    for (const tab of this.ours()) post(tab, { kind: 'frame', frame });
    const { owner } = this;
    if (frame.event !== 'hb' || owner === null || frame.data.store_id === owner.storeId) return;
    // Another gallery answers. The tabs have seen its name and will say hello for it; until then nothing of theirs is sent.
    const name = this.ours()[0]?.name ?? '';
    for (const tab of this.tabs.values()) tab.forgetOutbox();
    this.owner = { person: owner.person, storeId: frame.data.store_id };
    this.outbox.open(this.owner, name);
    for (const tab of this.ours()) this.admit(tab);
  }

  private hearStatus(status: StreamStatus): void {
    for (const tab of this.ours()) post(tab, { kind: 'status', status });
  }

  private leave(port: HubPort): void {
    const tab = this.tabs.get(port);
    if (tab === undefined) return;
    tab.forgetOutbox();
    tab.forgetOutbox = () => undefined;
    tab.isAway = true;
    if (this.size > 0) return;
    this.isRunning = false;
    this.link.stop();
    this.cancelLook?.();
    this.cancelLook = null;
  }

  /** Looks for tabs that have vanished. After a pause of our own nobody is to blame for not having been heard. */
  private look(): void {
    if (this.cancelLook !== null) return;
    const plannedAt = this.clock.monotonic();
    this.cancelLook = this.clock.after(LOOK_MS, () => {
      this.cancelLook = null;
      const now = this.clock.monotonic();
      const wasAsleep = now - plannedAt > LOOK_MS * 2;
      for (const tab of this.present()) {
        if (wasAsleep) tab.heardAt = now;
        else if (now - tab.heardAt >= VANISHED_MS) this.leave(tab.port);
      }
      if (this.size > 0) this.look();
    });
  }

  private present(): Tab[] {
    return [...this.tabs.values()].filter(({ isAway }) => !isAway);
  }

  private ours(): Tab[] {
    const { owner } = this;
    return owner === null ? [] : this.present().filter((tab) => isSame(tab.owner, owner));
  }
}

function isSame(a: Owner, b: Owner): boolean {
  return a.person === b.person && a.storeId === b.storeId;
}

function post(tab: Tab, message: FromHub): void {
  tab.port.post(message);
}

/** It is not lost: the tab holds it, and says so. */
function refuse(tab: Tab, edit: Extract<ToHub, { kind: 'write' }>['edit']): void {
  const trouble = {
    status: 0,
    code: null,
    message: 'This belongs to another person or another gallery. Reload the page.',
  };
  post(tab, { kind: 'outbox', news: { kind: 'put', edit: { ...edit, state: 'refused', trouble } } });
}
