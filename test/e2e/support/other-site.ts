import { createServer } from 'node:http';
import { connect, createServer as createTcpServer, type AddressInfo, type Socket } from 'node:net';
import type { BrowserContext, Page, Request } from 'playwright-core';
import { waitFor } from '../../support/wait-for.ts';

const open = new Set<() => void>();

/** A web server of somebody else, on a port of its own, with an empty page at every address. */
export class OtherSite {
  /** The cookies that browsers have sent to it. */
  readonly cookies: string[] = [];
  readonly #doors = createTcpServer((socket) => this.welcome(socket));
  readonly #pages = createServer(({ headers }, response) => {
    if (headers.cookie !== undefined) this.cookies.push(headers.cookie);
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.setHeader('connection', 'close');
    response.end('<!doctype html><title>Somebody else</title>');
  });
  readonly #sockets = new Set<Socket>();
  /** Where its name leads by now; to itself when there is no port. */
  #leadsTo = 0;

  static async start(): Promise<OtherSite> {
    const site = new OtherSite();
    open.add(() => site.close());
    await new Promise<void>((listening) => site.#doors.listen(0, '127.0.0.1', listening));
    return site;
  }

  get port(): number {
    return (this.#doors.address() as AddressInfo).port;
  }

  /** From now on its name and port lead to another server, as if its owner had changed the address of the name. */
  leadTo(url: string): void {
    this.#leadsTo = Number(new URL(url).port);
  }

  private welcome(socket: Socket): void {
    this.keep(socket);
    if (this.#leadsTo === 0) {
      this.#pages.emit('connection', socket);
      return;
    }
    const onward = connect(this.#leadsTo, '127.0.0.1');
    this.keep(onward);
    socket.pipe(onward).pipe(socket);
    socket.on('close', () => onward.destroy());
    onward.on('close', () => socket.destroy());
  }

  private keep(socket: Socket): void {
    this.#sockets.add(socket);
    // Browsers drop connections as they like.
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.#sockets.delete(socket));
  }

  private close(): void {
    this.#doors.close();
    for (const socket of this.#sockets) socket.destroy();
  }
}

afterAll(() => {
  for (const close of open) close();
  open.clear();
});

/** A page of another site in somebody's browser, and what is under way because of it. */
export class OtherPage {
  readonly #pending = new Set<Request>();
  /** Of all that it has caused, by `METHOD address`. */
  readonly sent: string[] = [];

  private constructor(readonly page: Page) {
    const context = page.context();
    context.on('request', (request) => {
      this.#pending.add(request);
      this.sent.push(`${request.method()} ${request.url()}`);
    });
    context.on('requestfinished', (request) => this.#pending.delete(request));
    context.on('requestfailed', (request) => this.#pending.delete(request));
  }

  static async open(person: BrowserContext, url: string): Promise<OtherPage> {
    const page = await person.newPage();
    await page.goto(url);
    return new OtherPage(page);
  }

  /** Everything it has sent was answered or refused. */
  async quiet(): Promise<void> {
    await waitFor(() => {
      const urls = Array.from(this.#pending, (request) => `${request.resourceType()} ${request.url()}`);
      if (urls.length > 0) throw new Error(urls.join(', '));
      return true;
    }, 'the requests of the other page to end');
  }
}
