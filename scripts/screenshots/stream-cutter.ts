import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A proxy before the server that lets everything through but, from some moment on, the stream. */
export class StreamCutter {
  readonly #streams = new Set<ServerResponse>();
  readonly #server: Server;
  readonly #target: string;
  #isCut = false;

  private constructor(target: string) {
    this.#target = target;
    this.#server = createServer((asked, answer) => {
      this.pass(asked, answer);
    });
  }

  static before(target: string): Promise<StreamCutter> {
    const cutter = new StreamCutter(target);
    return new Promise((ready) => {
      cutter.#server.listen(0, '127.0.0.1', () => {
        ready(cutter);
      });
    });
  }

  get address(): string {
    // It listens on a port.
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${String(port)}/`;
  }

  cut(): void {
    this.#isCut = true;
    for (const stream of this.#streams) stream.destroy();
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  private pass(asked: IncomingMessage, answer: ServerResponse): void {
    const isStream = asked.url?.startsWith('/events') === true;
    if (isStream && this.#isCut) {
      answer.destroy();
      return;
    }
    if (isStream) this.#streams.add(answer);
    const { method, headers } = asked;
    const onward = request(new URL(asked.url ?? '/', this.#target), { method, headers }, (heard) => {
      answer.writeHead(heard.statusCode ?? 502, heard.headers);
      heard.pipe(answer);
    });
    onward.on('error', () => answer.destroy());
    answer.on('close', () => {
      this.#streams.delete(answer);
      onward.destroy();
    });
    asked.pipe(onward);
  }
}
