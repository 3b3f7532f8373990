import { Failure } from '../../../apps/web/src/app/api/failure.ts';
import { PresenceClient, type PresenceApi } from '../../../apps/web/src/app/presence/presence-client.ts';
import type { TabChannel } from '../../../apps/web/src/app/presence/tab-channel.ts';
import { TabIdentity, type TabStorage } from '../../../apps/web/src/app/presence/tab-identity.ts';
import type { ErrorCode } from '../../../libs/contracts/src/index.ts';
import type { FakeClock } from './fake-clock.ts';

/** What a tab keeps until it is closed. */
export class TestStorage {
  readonly items = new Map<string, string>();
  getItem = (key: string): string | null => this.items.get(key) ?? null;
  setItem = (key: string, value: string): void => void this.items.set(key, value);
  removeItem = (key: string): void => void this.items.delete(key);

  copy(): TestStorage {
    const copy = new TestStorage();
    for (const [key, value] of this.items) copy.items.set(key, value);
    return copy;
  }
}

/** All tabs of one browser. */
export class TestBrowser {
  private readonly tabs: ((message: unknown) => void)[] = [];

  channel(): TabChannel {
    let own: ((message: unknown) => void) | null = null;
    return {
      post: (message) => {
        for (const tab of this.tabs) if (tab !== own) tab(message);
      },
      onMessage: (then) => {
        own = then;
        this.tabs.push(then);
      },
    };
  }
}

/** The server's side of presence: it writes down what it hears, and answers when the test lets it. */
export class TestDesk implements PresenceApi {
  readonly heard: string[] = [];
  leases = 0;
  refusals: ErrorCode[] = [];
  gate: Promise<void> = Promise.resolve();
  running = 0;
  most = 0;
  takesBeacons = true;

  join: PresenceApi['join'] = async (body) => {
    const lease = body.lease_id ?? '-';
    await this.take(`join ${body.gallery_id} ${body.client_id} ${lease} ${body.stream_id ?? '-'}`);
    const lease_id = body.lease_id ?? `L${String((this.leases += 1))}`;
    return { gallery_id: body.gallery_id, viewing: 1, editing: 0, client_id: body.client_id, lease_id };
  };

  move: PresenceApi['move'] = async (body) => {
    await this.take(`move ${body.from_gallery_id} ${body.to_gallery_id} ${body.lease_id}`);
    return {
      client_id: body.client_id,
      lease_id: body.lease_id,
      from_scope: { gallery_id: body.from_gallery_id, viewing: 0, editing: 0 },
      to_scope: { gallery_id: body.to_gallery_id, viewing: 3, editing: 1 },
    };
  };

  beat: PresenceApi['beat'] = async (body) => {
    await this.take(`beat ${body.gallery_id} ${body.lease_id ?? '-'} ${body.status ?? '-'}`);
    const lease_id = body.lease_id ?? 'new';
    return { gallery_id: body.gallery_id, viewing: 2, editing: 0, client_id: body.client_id, lease_id };
  };

  leave: PresenceApi['leave'] = (body) => {
    this.heard.push(`leave ${body.gallery_id} ${body.lease_id}`);
    return this.takesBeacons;
  };

  private async take(what: string): Promise<void> {
    this.heard.push(what);
    this.most = Math.max(this.most, (this.running += 1));
    await this.gate;
    this.running -= 1;
    const code = this.refusals.shift();
    if (code !== undefined) throw new Failure('refused', code, 409, code);
  }
}

/** One tab with its page loaded. */
export function loadPage(
  { desk, storage, browser, clock }: { desk: TestDesk; storage: TabStorage; browser: TestBrowser; clock: FakeClock },
  newId: () => string,
): PresenceClient {
  return new PresenceClient(desk, new TabIdentity(storage, browser.channel(), newId), storage, clock);
}
