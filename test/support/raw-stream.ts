import { connect, type Socket } from 'node:net';
import { waitFor } from './wait-for.ts';

interface Addressed {
  readonly url: string;
}

export interface RawStreamWish {
  /** As they are, without the line ends: also what no library would send. */
  readonly headers?: readonly string[];
  readonly query?: string;
}

const open = new Set<RawStream>();

/** A stream as the bytes that come over the connection. It costs little: thousands fit into a test. */
export class RawStream {
  /** Everything that was read, a character a byte. */
  text = '';
  bytes = 0;
  isClosed = false;
  #sipping: NodeJS.Timeout | undefined;

  private constructor(private readonly socket: Socket) {
    open.add(this);
    socket.on('data', (part: Buffer) => {
      this.bytes += part.length;
      this.text += part.toString('latin1');
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.isClosed = true;
      open.delete(this);
    });
  }

  /** Asks, and does not wait for an answer. */
  static ask({ url }: Addressed, { headers = [], query = '' }: RawStreamWish = {}): RawStream {
    const { hostname, port, host } = new URL(url);
    const socket = connect(Number(port), hostname);
    const lines = [`GET /events${query} HTTP/1.1`, `Host: ${host}`, ...headers, '', ''];
    socket.write(Buffer.from(lines.join('\r\n')));
    return new RawStream(socket);
  }

  /** Resolves when the stream has begun. */
  static async open(server: Addressed, wish: RawStreamWish = {}): Promise<RawStream> {
    const stream = RawStream.ask(server, wish);
    await stream.until(({ hasBegun }) => hasBegun, 'the stream to begin');
    return stream;
  }

  /** Of the answer; 0 before it came. */
  get status(): number {
    return Number(/^HTTP\/1\.1 (\d{3}) /.exec(this.text)?.[1] ?? 0);
  }

  get hasBegun(): boolean {
    return this.text.includes('event: hb\n');
  }

  /** What follows the head of the answer. */
  get body(): string {
    return this.text.split('\r\n\r\n').slice(1).join('\r\n\r\n');
  }

  until(isSo: (stream: this) => boolean, what: string, seconds = 10): Promise<unknown> {
    return waitFor(() => isSo(this) || undefined, what, { seconds });
  }

  /** Reads no more: what comes piles up, first in the system, then in the server. */
  stall(): void {
    this.socket.pause();
  }

  /** Reads so many bytes a second from now on. */
  sip(bytesPerSecond: number): void {
    const times = 10;
    this.socket.pause();
    this.#sipping = setInterval(() => void this.socket.read(Math.ceil(bytesPerSecond / times)), 1000 / times);
  }

  readOn(): void {
    clearInterval(this.#sipping);
    this.socket.resume();
  }

  close(): void {
    clearInterval(this.#sipping);
    this.socket.destroy();
  }
}

afterAll(() => {
  for (const stream of open) stream.close();
});
