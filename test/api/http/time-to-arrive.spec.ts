import { connect, type AddressInfo, type Socket } from 'node:net';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Access } from '../../../apps/api/src/auth/access.ts';
import type { Doorman } from '../../../apps/api/src/auth/doorman.ts';
import { localUser } from '../../../apps/api/src/auth/principal.ts';
import { httpAdapter, setUpServer } from '../../../apps/api/src/http/http-server.ts';
import { passFile } from '../../../apps/api/src/http/pass-file.ts';
import type { ListenSettings } from '../../../apps/api/src/settings/settings.ts';
import type { Log } from '../../../apps/api/src/shared/log.ts';
import { Problem } from '../../../apps/api/src/shared/problem.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { waitFor } from '../../support/wait-for.ts';

const [second, minute, hour] = [1000, 60_000, 3_600_000];
const log = { info: () => undefined, warn: () => undefined, error: () => undefined } as unknown as Log;
const listen: ListenSettings = {
  ...{ host: '127.0.0.1', port: 0, maySlide: false, basePath: '/', isOpen: true },
  ...{ allowedHosts: [], listedOrigins: [] },
};

/** One who sends bytes when told to, and what came back. */
class Sender {
  text = '';
  sent = 0;
  isClosed = false;
  readonly #socket: Socket;

  constructor(port: number) {
    this.#socket = connect(port, '127.0.0.1');
    this.#socket.setEncoding('latin1').on('data', (part: string) => (this.text += part));
    this.#socket.on('error', () => undefined).on('close', () => (this.isClosed = true));
  }

  send(text: string): void {
    this.sent += text.length;
    this.#socket.write(text);
  }

  head(line: string, length: number): void {
    this.send(
      `${line} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n\r\n`,
    );
  }

  end(): void {
    this.#socket.destroy();
  }
}

describe('B29, EX8: the time in which a body has to arrive', () => {
  let clock: FakeClock;
  let server: FastifyInstance;
  let mayUse: boolean;
  let running: FastifyReply | undefined;
  let received: number;
  const lines: Socket[] = [];
  const senders: Sender[] = [];

  beforeEach(async () => {
    [clock, mayUse, running, received] = [new FakeClock(), true, undefined, 0];
    const adapter = httpAdapter(listen);
    server = adapter.getInstance<FastifyInstance>();
    const doorman = { credentialIn: () => 'token', identify: () => localUser } as unknown as Doorman;
    const check = (): void => {
      if (!mayUse) throw new Problem('unauthenticated', 'Sign in first.');
    };
    await setUpServer(server, listen, { doorman, access: { check } as unknown as Access, clock }, log);
    server.setErrorHandler((error, _request, reply) => {
      void reply.status(error instanceof Problem ? error.status : 500).send('refused');
    });
    server.route({
      method: 'POST',
      url: '/import',
      preParsing: passFile,
      handler: async (request: FastifyRequest<{ Querystring: Record<string, string> }>, reply) => {
        if (request.query['policy'] === 'bad') return reply.status(400).send('refused');
        for await (const part of request.file) received += (part as Buffer).length;
        return reply.send('taken');
      },
    });
    server.patch('/items', (_request, reply) => reply.send('taken'));
    server.get('/events', (_request, reply) => {
      reply.hijack();
      reply.raw.writeHead(200, { 'content-type': 'text/event-stream' });
      reply.raw.write('data: one\n\n');
      running = reply;
    });
    server.server.on('connection', (socket: Socket) => lines.push(socket));
    await server.listen({ port: 0, host: '127.0.0.1' });
  });
  afterEach(async () => {
    for (const sender of senders.splice(0)) sender.end();
    lines.length = 0;
    await server.close();
  });

  const sender = (): Sender => {
    const one = new Sender((server.server.address() as AddressInfo).port);
    senders.push(one);
    return one;
  };
  const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);
  const heard = (): Promise<unknown> =>
    waitFor(
      () => sum(lines.map(({ bytesRead }) => bytesRead)) === sum(senders.map(({ sent }) => sent)),
      'all that was sent to arrive',
      { seconds: 3 },
    );
  const answered = (one: Sender, what: string): Promise<unknown> =>
    waitFor(() => one.text.includes(what), `an answer with ${what}`, { seconds: 3 });
  const closed = (one: Sender): Promise<unknown> => waitFor(() => one.isClosed, 'the end', { seconds: 3 });
  /** Lets time go on, and sends a byte so often. */
  const dripping = async (one: Sender, forMs: number, everyMs: number): Promise<void> => {
    for (let at = 0; at < forMs && !one.isClosed; at += everyMs) {
      const [line] = lines;
      const before = line?.bytesRead ?? 0;
      one.send('x');
      await waitFor(() => one.isClosed || (line?.bytesRead ?? 0) > before, 'the byte to arrive', { everyMs: 1 });
      for (let passed = 0; passed < everyMs; passed += second) clock.advance(second);
    }
  };

  it('is a minute, and a file may take an hour as long as it is not silent for 30 s', async () => {
    const [body, file] = [sender(), sender()];
    body.head('PATCH /items', 100);
    file.head('POST /import', 1000);
    await heard();
    for (let passed = 0; passed < 29; passed += 1) clock.advance(second);
    file.send('x');
    await waitFor(() => received === 1, 'the byte to arrive');
    for (let passed = 0; passed < 29; passed += 1) clock.advance(second);
    expect([body.isClosed, file.isClosed]).toEqual([false, false]);
    for (let passed = 0; passed < 7; passed += 1) clock.advance(second);
    for (const one of [body, file]) {
      await closed(one);
      expect(one.text).toMatch(/^HTTP\/1\.1 408 /);
    }
  });

  it('is an hour for a file, however steadily it comes', async () => {
    const file = sender();
    file.head('POST /import', 1000);
    await heard();
    await dripping(file, hour - minute, 20 * second);
    expect(file.isClosed).toBe(false);
    await dripping(file, 2 * minute, 20 * second);
    await closed(file);
    expect(file.text).toMatch(/^HTTP\/1\.1 408 /);
  });

  it('is a minute for a file that is not wanted, from whoever may not send one or asks wrongly', async () => {
    for (const [line, isAllowed] of [
      ['POST /import', false],
      ['POST /import?policy=bad', true],
    ] as const) {
      mayUse = isAllowed;
      lines.length = 0;
      const file = sender();
      file.head(line, 1000);
      await answered(file, 'refused');
      await dripping(file, minute, 20 * second);
      await closed(file);
      // One request has one answer.
      expect(file.text.match(/HTTP\/1\.1/g)).toHaveLength(1);
    }
  });

  it('leaves the connection its patience with who asks nothing more', async () => {
    for (const [line, isAllowed] of [
      ['POST /import', false],
      ['POST /import?policy=bad', true],
      ['POST /import', true],
    ] as const) {
      mayUse = isAllowed;
      lines.length = 0;
      const file = sender();
      file.head(line, 2);
      file.send('{}');
      await answered(file, '\r\n\r\n');
      const [socket] = lines;
      await waitFor(() => (socket?.timeout ?? 0) >= 72_000, 'the connection to be timed', { seconds: 3 });
      clock.advance(2 * hour);
      expect([socket?.timeout === 0, file.isClosed]).toEqual([false, false]);
    }
  });

  it('writes no second answer into one that has begun', async () => {
    const [whole, half, behind, nonsense] = [sender(), sender(), sender(), sender()];
    whole.head('GET /events', 2);
    whole.send('{}');
    half.head('GET /events', 2);
    half.send('{');
    behind.send('GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n');
    nonsense.send('GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n');
    for (const one of [whole, half, behind, nonsense]) await answered(one, 'data: one');
    behind.head('PATCH /items', 100);
    nonsense.send('no HTTP at all\r\n\r\n');
    await closed(nonsense);
    await heard();
    clock.advance(minute);
    for (const one of [half, behind]) await closed(one);
    for (const one of [whole, half, behind, nonsense]) expect(one.text).not.toContain('HTTP/1.1 4');
    expect([running !== undefined, whole.isClosed]).toEqual([true, false]);
  });
});
