import type { ScopeNumbers } from '#contracts';
import { StreamReader } from './event-stream.ts';
import { ask } from './http-client.ts';

interface Addressed {
  readonly url: string;
}

let made = 0;

/** One browser tab: a session of its own, and a stream of its own when it opens one. */
export class Tab {
  lease = '';
  scope = '';
  stream: StreamReader | undefined;
  streamId: string | undefined;

  constructor(
    readonly server: Addressed,
    readonly clientId = `tab ${process.pid} ${(made += 1)}`,
  ) {}

  /** With its stream open, and in that folder. */
  static async in(server: Addressed, scope: string): Promise<Tab & { readonly stream: StreamReader }> {
    const tab = new Tab(server);
    const stream = await tab.listen();
    await tab.join(scope);
    return Object.assign(tab, { stream });
  }

  async listen(): Promise<StreamReader> {
    const stream = await StreamReader.open(this.server);
    this.stream = stream;
    this.streamId = (await stream.greeted()).stream_id;
    return stream;
  }

  /** Without the lease that it may have had. */
  async join(gallery_id: string): Promise<void> {
    const body = { gallery_id, client_id: this.clientId, stream_id: this.streamId };
    this.lease = (await ask(this.server, 'presenceJoin', { body })).body.lease_id;
    this.scope = gallery_id;
  }

  async move(to_gallery_id: string): Promise<void> {
    const body = { from_gallery_id: this.scope, to_gallery_id, client_id: this.clientId, lease_id: this.lease };
    await ask(this.server, 'presenceMove', { body }).then((answer) => answer.body);
    this.scope = to_gallery_id;
  }

  async leave(): Promise<boolean> {
    const body = { gallery_id: this.scope, client_id: this.clientId, lease_id: this.lease };
    return (await ask(this.server, 'presenceLeave', { body })).body.removed;
  }

  async beat(status: 'viewing' | 'editing' = 'viewing'): Promise<void> {
    const body = { gallery_id: this.scope, client_id: this.clientId, lease_id: this.lease, status };
    await ask(this.server, 'presence', { body }).then((answer) => answer.body);
  }
}

/** What a reader was told last of each folder with people, as `viewing/editing`. */
export function toldNumbers(reader: StreamReader): Record<string, string> {
  const told = new Map<string, ScopeNumbers>();
  for (const numbers of reader.all('presence')) told.set(numbers.gallery_id, numbers);
  const present = [...told.values()].filter(({ viewing }) => viewing > 0);
  return Object.fromEntries(present.map(({ gallery_id, viewing, editing }) => [gallery_id, `${viewing}/${editing}`]));
}

/** Waits until a reader was told exactly this; gives the milliseconds that it took. */
export async function untilTold(
  reader: StreamReader,
  expected: Readonly<Record<string, string>>,
  seconds = 5,
): Promise<number> {
  const begun = performance.now();
  const sorted = (numbers: Readonly<Record<string, string>>): string => JSON.stringify(Object.entries(numbers).sort());
  const wanted = sorted(expected);
  await reader
    .until((each) => sorted(toldNumbers(each)) === wanted, `these numbers: ${wanted}`, seconds)
    .catch((error: unknown) => {
      throw new Error(`${String(error)} It was told ${sorted(toldNumbers(reader))}.`);
    });
  return performance.now() - begun;
}
