import { Buffer } from 'node:buffer';
import { existsSync, readFileSync, readdirSync, statSync, utimesSync } from 'node:fs';
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { SystemClock } from '../../../apps/api/src/shared/clock.ts';
import { RemoteFetcher, usualLimits, type RemoteLimits } from '../../../apps/api/src/sources/remote/fetch-remote.ts';
import { RemoteCopies, type CopiesSetup } from '../../../apps/api/src/sources/remote/remote-copies.ts';
import { RemoteDoor } from '../../../apps/api/src/sources/remote/remote-door.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { waitFor } from '../../support/wait-for.ts';

const image = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(5000, 7)]);

describe('SC10: copies of images that other people’s servers have', () => {
  const asked: IncomingMessage[] = [];
  const sockets = new Set<Socket>();
  const clock = new SystemClock();
  let server: Server;
  let host: string;
  let answers: Record<string, RequestListener>;

  beforeEach(async () => {
    asked.length = 0;
    answers = {
      '/image.jpg': (_request, response) => response.end(image),
      '/page.jpg': (_request, response) => response.setHeader('content-type', 'image/jpeg').end('<html>'.repeat(50)),
    };
    server = createServer((request, response) => {
      asked.push(request);
      const answer = answers[request.url ?? ''];
      if (answer) answer(request, response);
      else response.writeHead(404).end();
    });
    server.on('connection', (socket: Socket) => {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket)).on('error', () => undefined);
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    host = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  });

  afterEach(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((done) => server.close(done));
  });

  function copies(setup: Partial<CopiesSetup> = {}, limits: Partial<RemoteLimits> = {}, listed = ['127.0.0.1']) {
    const folder = setup.folder ?? tempFolder('remote');
    const fetcher = new RemoteFetcher(new RemoteDoor(listed), clock, { ...usualLimits, ...limits });
    return { folder, copies: new RemoteCopies({ folder, bytes: 1e9, atOnce: 8, ...setup }, fetcher, clock) };
  }

  const leads = (to: string): RequestListener => (_request, response) => response.writeHead(302, { location: to }).end(); // prettier-ignore

  async function codeOf(address: string, limits: Partial<RemoteLimits> = {}, listed?: string[]): Promise<string> {
    const { folder, copies: these } = copies({}, limits, listed);
    const code = await these.copyOf(address).then(
      () => 'read',
      (error: unknown) => (error as { code: string }).code,
    );
    // Nothing is left of what was refused, half read or given up.
    if (code !== 'read' && existsSync(folder)) expect(readdirSync(folder)).toEqual([]);
    await waitFor(() => sockets.size === 0, 'connections to be freed', { seconds: 20 });
    return code;
  }

  it('are read once, and are files from then on, for the next server too', async () => {
    const { folder, copies: these } = copies();
    const places = await Promise.all([1, 2, 3].map(() => these.copyOf(`${host}/image.jpg`)));
    const { location, path } = places[0]!;
    expect(readFileSync(`${location.root}${path}`)).toEqual(image);
    await these.copyOf(`${host}/image.jpg`);
    expect(await copies({ folder }).copies.copyOf(`${host}/image.jpg`)).toEqual(places[0]);
    expect(asked).toHaveLength(1);
  });

  it('are as they were, however often they are asked for: they may be on their way to somebody', async () => {
    const { folder, copies: these } = copies();
    const { path } = await these.copyOf(`${host}/image.jpg`);
    const { mtimeMs } = statSync(`${folder}${path}`);
    utimesSync(`${folder}${path}`, 1, mtimeMs / 1000);
    await these.copyOf(`${host}/image.jpg`);
    const after = statSync(`${folder}${path}`);
    expect([after.mtimeMs, after.atimeMs > 1000]).toEqual([mtimeMs, true]);
  });

  it('I6: are asked for with nothing of ours, also where it leads on', async () => {
    answers['/moved.jpg'] = (_request, response) =>
      response.writeHead(301, { location: '/image.jpg', 'set-cookie': 'a=b; Path=/' }).end();
    expect(await codeOf(`${host}/moved.jpg`)).toBe('read');
    for (const { headers } of asked)
      expect(Object.keys(headers).sort()).toEqual(['accept', 'accept-encoding', 'connection', 'host', 'user-agent']);
    expect(asked).toHaveLength(2);
  });

  it('I1: are not asked for in a network that nobody named', async () => {
    expect(await codeOf(`${host}/image.jpg`, {}, [])).toBe('source_denied');
    expect(await codeOf(`http://localhost:${host.split(':')[2]!}/image.jpg`, {}, [])).toBe('source_denied');
    expect(asked).toEqual([]);
  });

  it('I3: are not followed into private networks, in circles, or for ever', async () => {
    const port = host.split(':')[2]!;
    Object.assign(answers, {
      '/private.jpg': leads(`http://127.0.0.2:${port}/image.jpg`),
      '/file.jpg': leads('file:///etc/passwd'),
      '/circle.jpg': leads('/circle.jpg'),
      '/1': leads('/2'),
      '/2': leads('/3'),
      '/3': leads('/image.jpg'),
      '/0': leads('/1'),
    });
    expect(await codeOf(`${host}/1`)).toBe('read');
    for (const path of ['/private.jpg', '/file.jpg', '/circle.jpg', '/0'])
      expect([path, await codeOf(`${host}${path}`)]).toEqual([path, 'source_denied']);
  });

  it('I4: are images by content, whatever they call themselves', async () => {
    answers['/short.jpg'] = (_request, response) => response.end(image.subarray(0, 9));
    answers['/empty.jpg'] = (_request, response) => response.end();
    expect(await codeOf(`${host}/page.jpg`)).toBe('not_an_image');
    expect(await codeOf(`${host}/empty.jpg`)).toBe('not_an_image');
    expect(await codeOf(`${host}/short.jpg`)).toBe('read');
  });

  it('I5: are cut where they are too large, with or without being told beforehand', async () => {
    answers['/told.jpg'] = (_request, response) => {
      response.setHeader('content-length', 1e10);
      response.write(image);
    };
    answers['/endless.jpg'] = (_request, response) => {
      const more = (): void => {
        while (!response.destroyed && response.write(image));
      };
      response.on('drain', more);
      more();
    };
    expect(await codeOf(`${host}/told.jpg`, { bytes: 100_000 })).toBe('too_large');
    expect(await codeOf(`${host}/endless.jpg`, { bytes: 100_000 })).toBe('too_large');
    answers['/bomb.jpg'] = (_request, response) =>
      response.setHeader('content-encoding', 'gzip').end(gzipSync(Buffer.concat([image, Buffer.alloc(1e6)])));
    expect(await codeOf(`${host}/bomb.jpg`)).toBe('source_unavailable');
  });

  it('I5: are given up where they come too slowly, or not whole', async () => {
    answers['/drip.jpg'] = (_request, response) => {
      response.write(image.subarray(0, 100));
      const drip = setInterval(() => response.write('.'), 20);
      response.on('close', () => {
        clearInterval(drip);
      });
    };
    answers['/silent.jpg'] = () => undefined;
    answers['/cut.jpg'] = (_request, response) => {
      response.setHeader('content-length', image.length);
      response.write(image.subarray(0, 100), () => response.destroy());
    };
    expect(await codeOf(`${host}/drip.jpg`, { totalMs: 300 })).toBe('source_unavailable');
    expect(await codeOf(`${host}/silent.jpg`, { silenceMs: 200 })).toBe('source_unavailable');
    expect(await codeOf(`${host}/cut.jpg`)).toBe('source_unavailable');
  });

  it.each([
    [404, 'item_not_found'],
    [410, 'item_not_found'],
    [401, 'source_denied'],
    [403, 'source_denied'],
    [500, 'source_unavailable'],
    [206, 'source_unavailable'],
  ])('answers %d as %s, and does not ask again at once', async (status, code) => {
    answers['/no.jpg'] = (_request, response) => response.writeHead(status).end(image);
    const { copies: these } = copies();
    for (let turn = 0; turn < 3; turn += 1)
      await expect(these.copyOf(`${host}/no.jpg`)).rejects.toMatchObject({ code });
    expect(asked).toHaveLength(1);
  });

  it('take no more room than they may: those asked for longest ago go first', async () => {
    for (const name of ['a', 'b', 'c', 'd'])
      answers[`/${name}.jpg`] = (_request, response) => response.end(Buffer.concat([image, Buffer.from(name)]));
    const { folder, copies: these } = copies({ bytes: 3.5 * image.length });
    const nameOf = async (name: string): Promise<string> => (await these.copyOf(`${host}/${name}.jpg`)).path.slice(1);
    const names = [await nameOf('a'), await nameOf('b'), await nameOf('c')];
    await nameOf('a');
    const last = await nameOf('d');
    expect(readdirSync(folder).sort()).toEqual([names[0], names[2], last].sort());
    // The next server knows from their times which those are.
    utimesSync(`${folder}/${last}`, 1, 1);
    const next = copies({ folder, bytes: 3.5 * image.length }).copies;
    await next.copyOf(`${host}/b.jpg`);
    expect(readdirSync(folder).sort()).toEqual([...names].sort());
  });

  it('TH2: are not asked for when everybody has left; those that have begun are finished', async () => {
    const held: ServerResponse[] = [];
    for (const name of ['0', '1', '2', '3', '4'])
      answers[`/${name}.jpg`] = (_request, response) => {
        held.push(response);
      };
    const { copies: these } = copies({ atOnce: 1 });
    const [gone, half] = [new AbortController(), new AbortController()];
    const ask = (name: string, by?: AbortController): Promise<unknown> =>
      these.copyOf(`${host}/${name}.jpg`, by?.signal).catch(() => 'left');
    const first = ask('0', gone);
    await waitFor(() => held.length === 1, 'the first to be asked for', { seconds: 20 });
    const rest = [ask('1'), ask('2', gone), ask('3', gone), ask('3', half), ask('4')];
    gone.abort();
    for (let turn = 1; turn <= 4; turn += 1) {
      await waitFor(() => held.length === turn, 'the next to be asked for', { seconds: 20 });
      held.at(-1)?.end(image);
    }
    const all = await Promise.all([first, ...rest]);
    expect(asked.map(({ url }) => url).sort()).toEqual(['/0.jpg', '/1.jpg', '/3.jpg', '/4.jpg']);
    expect(all.map((each) => each === 'left')).toEqual([false, false, true, false, false, false]);
  });

  it('come a few at a time', async () => {
    const held: ServerResponse[] = [];
    let most = 0;
    for (let at = 0; at < 9; at += 1)
      answers[`/${String(at)}.jpg`] = (_request, response) => {
        most = Math.max(most, held.push(response));
      };
    const { copies: these } = copies({ atOnce: 2 });
    const all = Promise.all(Array.from({ length: 9 }, (_, at) => these.copyOf(`${host}/${String(at)}.jpg`)));
    for (let left = 9; left > 0; left -= 2) {
      await waitFor(() => held.length === Math.min(2, left), 'the next two to be asked for', { seconds: 20 });
      for (const response of held.splice(0)) response.end(image);
    }
    await all;
    expect([asked.length, most]).toEqual([9, 2]);
  });
});
