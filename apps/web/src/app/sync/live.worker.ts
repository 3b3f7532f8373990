import { browserHub } from './browser-hub.ts';
import type { HubPort } from './hub.ts';
import type { ToWorker } from './hub-protocol.ts';
import { holdLife, watchLife } from './life.ts';

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
const hub = browserHub(new URL('./', world.location.href).href);

world.addEventListener('connect', ({ ports: [port] }) => {
  if (port === undefined) return;
  const lose = (): void => {
    hub.lose(tab);
  };
  const tab: HubPort = {
    post: (message) => {
      port.postMessage(message);
    },
    onMessage: (then) => {
      port.addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
        if (data.kind === 'life') void watchLife(data.name).then(lose);
        else then(data);
      });
    },
  };
  hub.join(tab);
  // Some browsers tell when the other end is gone. Where there are no locks either, tabs are missed by their silence.
  port.addEventListener('close', lose);
  port.start();
});
