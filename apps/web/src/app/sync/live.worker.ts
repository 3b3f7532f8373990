import { browserClock } from './clock.ts';
import { Hub, type HubPort } from './hub.ts';
import type { ToHub } from './hub-protocol.ts';
import { KeptOutbox } from './kept-outbox.ts';
import { StreamLink } from './stream-link.ts';
import { holdLife } from './worker-life.ts';

/** The few words of a shared worker's world that are needed here; the page's own types do not know them. */
interface SharedWorld {
  readonly location: Location;
  readonly name: string;
  addEventListener(name: 'connect', then: (event: MessageEvent) => void): void;
}

// A worker's global is not the window that the types of the page take it for.
const world = globalThis as unknown as SharedWorld;

holdLife(world.name);

// The worker lies beside the page, so its own address says where the gallery is, below any path.
const base = new URL('./', world.location.href).href;
const hub = new Hub((listener) => new StreamLink(base, browserClock, listener), new KeptOutbox(base), browserClock);

world.addEventListener('connect', ({ ports: [port] }) => {
  if (port === undefined) return;
  const tab: HubPort = {
    post: (message) => {
      port.postMessage(message);
    },
    onMessage: (then) => {
      port.addEventListener('message', ({ data }: MessageEvent<ToHub>) => {
        then(data);
      });
    },
  };
  hub.join(tab);
  // Newer browsers tell when the other end is gone; the others are found by silence.
  port.addEventListener('close', () => {
    hub.lose(tab);
  });
  port.start();
});
