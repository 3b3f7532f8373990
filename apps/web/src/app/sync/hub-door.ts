import { browserHub } from './browser-hub.ts';
import type { Hub } from './hub.ts';
import type { FromHub, Owner, ToHub, ToWorker } from './hub-protocol.ts';
import { randomId } from './random-id.ts';
import { holdLife, isLifeWatched, watchLife } from './life.ts';

/** A way to a hub. Whoever opened it listens at once, and closes it when done. */
export interface HubLine {
  post(message: ToHub): void;
  close(): void;
}

/** Where hubs are found. */
export interface HubDoor {
  /** The browser says when a shared one dies. Where it does not, the tab has to ask often. */
  readonly isWatched: boolean;
  /**
   * The one that all tabs share; null where there is no such thing. `lost` is called when it fails to start, `doubted` when
   * it seems to have died: it lives in the process of the tab that began it, and a crash there takes it along.
   */
  openShared(owner: Owner, heard: (message: FromHub) => void, lost: () => void, doubted: () => void): HubLine | null;
  /** One of this tab's own. */
  openOwn(heard: (message: FromHub) => void): HubLine;
}

export class BrowserDoor implements HubDoor {
  readonly isWatched = isLifeWatched;

  constructor(
    /** Of the page; ends with a slash. */
    private readonly base: string,
    /** Another build never talks to a worker of this one. */
    private readonly build: string,
  ) {}

  openShared(
    { person }: Owner,
    heard: (message: FromHub) => void,
    lost: () => void,
    doubted: () => void,
  ): HubLine | null {
    if (typeof SharedWorker === 'undefined') return null;
    const name = JSON.stringify(['lenslet', new URL(this.base).pathname, person, this.build]);
    let worker: SharedWorker;
    try {
      worker = new SharedWorker(new URL('./live.worker.ts', import.meta.url), { type: 'module', name });
    } catch {
      // Forbidden by the person's settings: then it is as if there were none.
      return null;
    }
    const { port } = worker;
    worker.addEventListener('error', lost);
    port.addEventListener('message', ({ data }: MessageEvent<FromHub>) => {
      heard(data);
    });
    port.start();
    const say = (message: ToWorker): void => {
      port.postMessage(message);
    };
    const life = randomId();
    const letGo = holdLife(life, () => {
      say({ kind: 'life', name: life });
    });
    const watch = new AbortController();
    if (this.isWatched) void watchLife(name, watch.signal).then(doubted, () => undefined);
    return {
      post: say,
      close: () => {
        watch.abort();
        letGo();
        port.close();
      },
    };
  }

  openOwn(heard: (message: FromHub) => void): HubLine {
    return ownLine(browserHub(this.base), heard);
  }
}

/** A hub in the same place, as far away as another: no answer comes before the question has been put. */
export function ownLine(hub: Pick<Hub, 'join' | 'lose'>, heard: (message: FromHub) => void): HubLine {
  let isClosed = false;
  let tell: (message: ToHub) => void = () => undefined;
  const port = {
    post: (message: FromHub): void => {
      queueMicrotask(() => {
        if (!isClosed) heard(message);
      });
    },
    onMessage: (then: (message: ToHub) => void): void => {
      tell = then;
    },
  };
  hub.join(port);
  return {
    post: (message) => {
      queueMicrotask(() => {
        tell(message);
      });
    },
    close: () => {
      isClosed = true;
      queueMicrotask(() => {
        hub.lose(port);
      });
    },
  };
}
