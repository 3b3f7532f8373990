import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A write as it came to the gate. */
export interface GatedWrite {
  /** What is asked for, as `PATCH /item?path=/a.jpg`. */
  readonly what: string;
  readonly key: string;
  readonly body: string;
}

type State = 'open' | 'held' | 'cut';

const open = new Set<WriteGate>();

/**
 * Stands between one browser and the server, and lets everything through but writes, which it can hold or cut off: also
 * those of a shared worker, which the debugger of a page does not see.
 */
export class WriteGate {
  /** Everything that came, in its order, whatever became of it. */
  readonly writes: GatedWrite[] = [];
  readonly #server: Server;
  readonly #waiting: (() => void)[] = [];
  #state: State = 'open';

  private constructor(private readonly target: { readonly url: string }) {
    open.add(this);
    this.#server = createServer((incoming, answer) => void this.take(incoming, answer));
  }

  static async before(target: { readonly url: string }): Promise<WriteGate> {
    const gate = new WriteGate(target);
    await new Promise<void>((listening) => gate.#server.listen(0, '127.0.0.1', listening));
    return gate;
  }

  get url(): string {
    // It listens on a port, not on a path.
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  /** Writes wait from now on. */
  hold(): void {
    this.#state = 'held';
  }

  /** Writes end in a broken connection from now on, before the server has seen them. */
  cut(): void {
    this.#state = 'cut';
  }

  /** Writes go through from now on, those that wait first. */
  letGo(): void {
    this.#state = 'open';
    for (const pass of this.#waiting.splice(0)) pass();
  }

  /** Every connection breaks, streams too; new ones are taken. */
  dropAll(): void {
    this.#server.closeAllConnections();
  }

  get held(): number {
    return this.#waiting.length;
  }

  close(): void {
    open.delete(this);
    this.#server.close();
    this.#server.closeAllConnections();
  }

  private async take(incoming: IncomingMessage, answer: ServerResponse): Promise<void> {
    const { method = 'GET', url = '/', headers } = incoming;
    const isWrite = headers['idempotency-key'] !== undefined;
    const parts: Buffer[] = [];
    try {
      for await (const part of incoming) parts.push(part as Buffer);
    } catch {
      // The browser went away in the middle of its question.
      return;
    }
    const body = Buffer.concat(parts);
    const pass = (): void => this.pass(incoming, body, answer);
    if (!isWrite) return pass();
    const what = `${method} ${decodeURIComponent(url)}`;
    this.writes.push({ what, key: String(headers['idempotency-key']), body: body.toString() });
    if (this.#state === 'cut') incoming.socket.destroy();
    else if (this.#state === 'held') this.#waiting.push(pass);
    else pass();
  }

  private pass({ method, url, headers }: IncomingMessage, body: Buffer, answer: ServerResponse): void {
    const { hostname, port } = new URL(this.target.url);
    const onward = request({ hostname, port, method, path: url, headers }, (reply) => {
      answer.writeHead(reply.statusCode ?? 502, reply.headers);
      answer.flushHeaders();
      reply.pipe(answer);
      reply.on('error', () => answer.destroy());
    });
    onward.on('error', () => answer.destroy());
    answer.on('close', () => onward.destroy());
    onward.end(body);
  }
}

afterAll(() => {
  for (const gate of open) gate.close();
});
