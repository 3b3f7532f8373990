import type { HubDoor, HubLine } from '../../../apps/web/src/app/sync/hub-door.ts';
import type { FromHub, ToHub } from '../../../apps/web/src/app/sync/hub-protocol.ts';

export interface Opened {
  readonly isShared: boolean;
  readonly sent: ToHub[];
  isClosed: boolean;
  heard(message: FromHub): void;
  lost(): void;
  doubted(): void;
}

/** Hubs that say nothing by themselves. */
export class TestDoor implements HubDoor {
  hasShared = true;
  isWatched = true;
  readonly opened: Opened[] = [];

  openShared(
    _owner: unknown,
    heard: (message: FromHub) => void,
    lost: () => void,
    doubted: () => void,
  ): HubLine | null {
    return this.hasShared ? this.open({ isShared: true, heard, lost, doubted }) : null;
  }

  openOwn(heard: (message: FromHub) => void): HubLine {
    return this.open({ isShared: false, heard, lost: () => undefined, doubted: () => undefined });
  }

  get last(): Opened {
    return this.opened.at(-1)!;
  }

  private open(how: Omit<Opened, 'sent' | 'isClosed'>): HubLine {
    const opened: Opened = { ...how, sent: [], isClosed: false };
    this.opened.push(opened);
    return { post: (message) => opened.sent.push(message), close: () => (opened.isClosed = true) };
  }
}
