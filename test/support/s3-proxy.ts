import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { S3Server } from './s3-server.ts';

/** What a request asks the store for. */
export interface S3Request {
  readonly kind: 'list' | 'head' | 'get' | 'put' | 'other';
  /** Bucket and key, decoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
}

export type S3Fault =
  | { readonly status: number; readonly code: string }
  /** It says so, and has done nothing. */
  | { readonly status: 200 }
  /** Nothing is ever answered. */
  | 'silence'
  /** The connection is closed. */
  | 'hang-up'
  /** The answer ends after so many bytes of its body. */
  | { readonly cutAfter: number };

const open = new Set<S3Proxy>();

/** In front of a test server: it counts what is asked, and can spoil answers. Signatures go through, since the host does. */
export class S3Proxy {
  readonly requests: S3Request[] = [];
  /** Asked for each request; it may also do something to the store before that goes on. */
  fault: (asked: S3Request) => S3Fault | undefined | Promise<undefined> = () => undefined;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(private readonly store: S3Server) {
    this.#server = createServer((asked, answer) => void this.pass(asked, answer));
    this.#server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
    open.add(this);
  }

  static async open(store: S3Server): Promise<S3Proxy> {
    const proxy = new S3Proxy(store);
    await new Promise<void>((resolve) => proxy.#server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get url(): string {
    // It listens on a port, not on a path.
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  /** What was asked since it was last asked for this. */
  taken(): S3Request[] {
    return this.requests.splice(0);
  }

  close(): void {
    open.delete(this);
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  private async pass(asked: IncomingMessage, answer: ServerResponse): Promise<void> {
    const wish = readRequest(asked);
    this.requests.push(wish);
    const fault = await this.fault(wish);
    asked.on('error', () => undefined);
    answer.on('error', () => undefined);
    if (fault === 'silence') return;
    if (fault === 'hang-up') {
      asked.socket.destroy();
      return;
    }
    if (fault && 'status' in fault) {
      answer.writeHead(fault.status, { 'content-type': 'application/xml' });
      const words = 'code' in fault ? `<Error><Code>${fault.code}</Code><Message>as told</Message></Error>` : '';
      answer.end(words === '' ? '' : `<?xml version="1.0"?>${words}`);
      return;
    }
    this.forward(asked, answer, fault?.cutAfter ?? Infinity);
  }

  private forward(asked: IncomingMessage, answer: ServerResponse, cutAfter: number): void {
    const { hostname, port } = new URL(this.store.url);
    const { method, url, headers } = asked;
    const sent = request({ hostname, port, method, path: url, headers }, (given) => {
      answer.writeHead(given.statusCode ?? 502, given.headers);
      let left = cutAfter;
      given.on('data', (part: Buffer) => {
        answer.write(part.subarray(0, left));
        left -= part.length;
        if (left > 0) return;
        given.destroy();
        asked.socket.destroySoon();
      });
      given.on('end', () => answer.end());
    });
    sent.on('error', () => asked.socket.destroy());
    asked.pipe(sent);
  }
}

function readRequest({ method, url = '/', headers }: IncomingMessage): S3Request {
  const { pathname, searchParams: query } = new URL(url, 'http://store');
  const isList = query.has('list-type');
  const kind = isList
    ? 'list'
    : method === 'HEAD'
      ? 'head'
      : method === 'GET'
        ? 'get'
        : method === 'PUT'
          ? 'put'
          : 'other';
  return { kind, path: decodeURIComponent(pathname), query, headers };
}

function closeAll(): void {
  for (const proxy of open) proxy.close();
}
afterAll(closeAll);
