import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

interface Addressed {
  readonly url: string;
}

export interface OddProxyWish {
  /** A stream is cut when so many bytes of it have gone through, wherever that is. Asked for each stream. */
  readonly cutAfterBytes?: () => number;
  /** A connection is ended when nothing has gone through it for so long. */
  readonly idleMs?: number;
}

const open = new Set<OddProxy>();

/** Something between client and server that behaves as networks do. It cuts and swallows streams only. */
export class OddProxy {
  /** Streams that were cut between two events, and inside of one. */
  readonly cuts = { between: 0, inside: 0 };
  /** Connections that were ended because nothing happened on them. */
  idle = 0;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #isSwallowing = false;

  private constructor(
    target: Addressed,
    private readonly wish: OddProxyWish,
  ) {
    const { hostname, port } = new URL(target.url);
    open.add(this);
    this.#server = createServer((client) => this.join(client, connect(Number(port), hostname)));
  }

  static async open(target: Addressed, wish: OddProxyWish = {}): Promise<OddProxy> {
    const proxy = new OddProxy(target, wish);
    await new Promise<void>((resolve) => proxy.#server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get url(): string {
    // It listens on a port, not on a path.
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  /** From now on nothing goes through, not even the end of a connection: both sides think that the other is there. */
  swallow(): void {
    this.#isSwallowing = true;
    for (const socket of this.#sockets) socket.pause();
  }

  close(): void {
    open.delete(this);
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  private join(client: Socket, server: Socket): void {
    const { idleMs, cutAfterBytes } = this.wish;
    let left = Infinity;
    const end = (): void => {
      if (this.#isSwallowing) return;
      client.destroy();
      server.destroy();
    };
    for (const socket of [client, server]) {
      this.#sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        this.#sockets.delete(socket);
        end();
      });
    }
    client.on('data', (bytes: Buffer) => {
      if (cutAfterBytes && bytes.toString('latin1').startsWith('GET /events')) left = cutAfterBytes();
      server.write(bytes);
    });
    server.on('data', (bytes: Buffer) => {
      if (bytes.length < left) {
        left -= bytes.length;
        client.write(bytes);
        return;
      }
      const last = bytes.subarray(0, left);
      left = Infinity;
      this.cuts[last.toString('latin1').endsWith('\n\n') ? 'between' : 'inside'] += 1;
      client.end(last, () => end());
    });
    if (idleMs === undefined) return;
    server.setTimeout(idleMs, () => {
      this.idle += 1;
      end();
    });
  }
}

afterAll(() => {
  for (const proxy of open) proxy.close();
});
