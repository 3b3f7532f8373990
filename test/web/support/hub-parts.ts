import type { Choice, Edit, ItemEdit, OutboxNews } from '../../../apps/web/src/app/sync/edit.ts';
import { Hub, type HubPort } from '../../../apps/web/src/app/sync/hub.ts';
import type { HubOutbox } from '../../../apps/web/src/app/sync/hub-outbox.ts';
import type { FromHub, LiveFrame, Owner, StreamStatus, ToHub } from '../../../apps/web/src/app/sync/hub-protocol.ts';
import { LastWills } from '../../../apps/web/src/app/sync/last-wills.ts';
import type { LinkListener } from '../../../apps/web/src/app/sync/stream-link.ts';
import type { PresenceLeave } from '../../../libs/contracts/src/index.ts';
import { FakeClock } from './fake-clock.ts';

/** A tab, with everything it was told. */
export class TestPort implements HubPort {
  told: FromHub[] = [];
  private say: (message: ToHub) => void = () => undefined;

  post(message: FromHub): void {
    this.told.push(message);
  }

  onMessage(then: (message: ToHub) => void): void {
    this.say = then;
  }

  send(message: ToHub): void {
    this.say(message);
  }

  hello(owner: Owner, name = 'Ada'): void {
    this.say({ kind: 'hello', owner, name });
  }

  statuses(): StreamStatus[] {
    return this.told.flatMap((each) => (each.kind === 'status' ? [each.status] : []));
  }

  frames(): LiveFrame[] {
    return this.told.flatMap((each) => (each.kind === 'frame' ? [each.frame] : []));
  }

  news(): OutboxNews[] {
    return this.told.flatMap((each) => (each.kind === 'outbox' ? [each.news] : []));
  }
}

/** An outbox that sends nothing, and writes down what it was asked. */
export class TestOutbox implements HubOutbox {
  readonly asked: string[] = [];
  /** Under which name it was opened, each time. */
  readonly names: string[] = [];
  private readonly listeners = new Set<(news: OutboxNews) => void>();
  private edits: Edit[] = [];
  private owner = '';

  get listening(): number {
    return this.listeners.size;
  }

  open({ person, storeId }: Owner, name: string): void {
    this.names.push(name);
    const owner = `${person} ${storeId}`;
    if (owner === this.owner) return;
    this.owner = owner;
    this.asked.push(`open ${owner}`);
    this.edits = [];
  }

  write(edit: Edit): void {
    this.asked.push(`write ${edit.id}`);
    this.edits.push(edit);
    for (const listener of this.listeners) listener({ kind: 'put', edit });
  }

  decide(id: string, choice: Choice): void {
    this.asked.push(`decide ${id} ${choice}`);
  }

  hurry(): void {
    this.asked.push('hurry');
  }

  news(listener: (news: OutboxNews) => void): () => void {
    this.listeners.add(listener);
    listener({ kind: 'all', edits: [...this.edits] });
    return () => void this.listeners.delete(listener);
  }
}

/** A hub whose stream is in the hands of the test. */
export class TestHub {
  readonly clock = new FakeClock();
  readonly outbox = new TestOutbox();
  readonly asked: string[] = [];
  readonly farewells: PresenceLeave[] = [];
  status: StreamStatus = 'connecting';
  private listener: LinkListener | null = null;
  readonly hub = new Hub(
    (listener) => {
      this.listener = listener;
      const note = (what: string) => (): void => void this.asked.push(what);
      const link = { start: note('start'), stop: note('stop'), hurry: note('hurry') };
      return Object.defineProperty(link, 'status', { get: () => this.status }) as typeof link & {
        status: StreamStatus;
      };
    },
    this.outbox,
    new LastWills((will) => this.farewells.push(will), this.clock),
    this.clock,
  );

  join(owner?: Owner): TestPort {
    const port = new TestPort();
    this.hub.join(port);
    if (owner !== undefined) port.hello(owner);
    return port;
  }

  frame(frame: LiveFrame): void {
    this.listener?.frame(frame);
  }

  say(status: StreamStatus): void {
    this.status = status;
    this.listener?.status(status);
  }
}

export function willOf(client_id: string, lease_id = 'L1'): PresenceLeave {
  return { gallery_id: '/a', client_id, lease_id };
}

export const ada: Owner = { person: 'ada', storeId: 'store' };

export function hb(stream = 's1', store = 'store', head = 'e.1'): LiveFrame {
  return { event: 'hb', data: { head, stream_id: stream, store_id: store }, id: '' };
}

export function presence(folder: string, viewing: number, editing = 0): LiveFrame {
  return { event: 'presence', data: { gallery_id: folder, viewing, editing, updated_at: '' }, id: '' };
}

export function indexing(scope: string, state: 'running' | 'ready'): LiveFrame {
  return { event: 'index-progress', data: { scope, done: 1, total: 2, state }, id: '' };
}

export function editOf(id: string): ItemEdit {
  const label = { path: '/a.jpg', version: 1, star: null, tags: [], notes: '', updatedAt: '', updatedBy: '' };
  const request = { id, key: `key-${id}`, madeAt: 0, state: 'waiting', tries: 0, trouble: null } as const;
  return { ...request, kind: 'item', path: '/a.jpg', patch: { set_star: 3 }, seen: label, base: label, theirs: null };
}
