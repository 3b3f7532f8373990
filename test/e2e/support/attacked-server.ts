import type { BrowserContext } from 'playwright-core';
import { routes, type RouteContract, type RouteName } from '#contracts';
import { addressOf, ask } from '../../support/http-client.ts';
import { writeImage } from '../../support/images.ts';
import { writeHeaders } from '../../support/labels.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { TokenHolders } from '../../support/token-holders.ts';
import { usualRequests } from '../../support/usual-requests.ts';
import { waitFor } from '../../support/wait-for.ts';
import type { Target } from './attacks.ts';

const query = { path: '/one.jpg' };

/** A server with something to lose: an image, a label, a view, a frozen result, a gesture that can be undone. */
export class AttackedServer {
  private constructor(
    readonly server: TestServer,
    private readonly people: TokenHolders | null,
    /** What routes need that name something in their path. */
    private readonly names: { readonly result: string; readonly id: string },
  ) {}

  static async start(isSignedIn: boolean, args: readonly string[] = []): Promise<AttackedServer> {
    const root = tempFolder('gallery');
    await writeImage(root, 'one.jpg');
    const people = isSignedIn ? new TokenHolders() : null;
    await people?.add('ada', 'admin');
    await people?.add('mallory', 'viewer');
    const doors = people === null ? [] : ['--token-file', people.file];
    const server = await startServer({ root, args: ['--log-level', 'debug', ...doors, ...args] });
    const attacked = new AttackedServer(server, people, { result: '', id: '' });
    const headers = { ...attacked.byAda, ...writeHeaders({ base: '*' }) };
    await waitFor(async () => (await attacked.state()) !== undefined, 'the labels to be read');
    await ask(server, 'patchItem', { query, body: { set_star: 5, add_tags: ['sea'] }, headers });
    const views = [{ id: 'mine', name: 'mine', query: { path: '/', recursive: true } }];
    await ask(server, 'replaceViews', { body: { views }, headers: { ...headers, ...writeHeaders({ base: '*' }) } });
    const { gestures } = (await ask(server, 'gestures', { headers: attacked.byAda })).body;
    const browsed = await ask(server, 'browse', { body: { path: '/' }, headers: attacked.byAda });
    const id = gestures[0]!.gesture_id;
    return new AttackedServer(server, people, { result: browsed.body.result, id });
  }

  get url(): string {
    return this.server.url;
  }

  /** What Ada's programs send. */
  get byAda(): Readonly<Record<string, string>> {
    return { ...this.people?.headersOf('ada') };
  }

  /** Ada's browser, in which she has signed in where people do. */
  async signIn(person: BrowserContext): Promise<void> {
    if (this.people === null) return;
    const answer = await person.request.post(`${this.url}/login`, { data: { token: this.people.tokens.get('ada') } });
    if (!answer.ok()) throw new Error(`Ada could not sign in: ${await answer.text()}`);
  }

  /** Every route, with what would do harm: an attacker knows the API, and has a token of her own to sign others in with. */
  targets(origin = this.url): Target[] {
    return (Object.keys(routes) as RouteName[]).map((name) => {
      const { method }: RouteContract = routes[name];
      const body = name === 'signIn' ? { token: this.people?.tokens.get('mallory') ?? 'x' } : usualRequests[name]?.body;
      const url = origin + addressOf(name, { query: usualRequests[name]?.query ?? {}, ...this.names });
      return { method, url, body: JSON.stringify(body ?? {}) };
    });
  }

  /** Those that change something. */
  changing(): Target[] {
    return this.targets().filter(({ method }) => method !== 'GET');
  }

  addresses(): string[] {
    return [...new Set(this.targets().map(({ url }) => url))];
  }

  /** Everything that an attack could have changed. */
  async state(): Promise<unknown> {
    const { server, byAda: headers } = this;
    const { labels, presence, sse_clients } = (await ask(server, 'health', { headers })).body;
    return {
      // When a file has been read is a matter of time.
      item: { ...(await ask(server, 'item', { query, headers })).body, hash: undefined },
      history: (await ask(server, 'itemHistory', { query, headers })).body,
      gestures: (await ask(server, 'gestures', { headers })).body,
      views: (await ask(server, 'views', { headers })).body,
      seq: labels.acked_seq,
      people: [presence.active_clients, presence.active_scopes, presence.invalid_lease_total],
      streams: [sse_clients, presence.connected_sse_clients],
    };
  }

  /** What it has answered since, as its log tells it. */
  answersSince(outputLength: number): LoggedAnswer[] {
    const lines = this.server.output().slice(outputLength).split('\n');
    return lines.filter((line) => line.includes('"status":')).map((line) => JSON.parse(line) as LoggedAnswer);
  }
}

export interface LoggedAnswer {
  readonly method: string;
  readonly route?: string;
  readonly status: number;
}
