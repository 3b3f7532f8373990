import { statSync, writeFileSync } from 'node:fs';
import { indexed } from '../../support/gallery-state.ts';
import { ask, type Answer } from '../../support/http-client.ts';
import { htmlPage, svgPicture } from '../../support/hostile-images.ts';
import { imageBytes, writeBytes, writeEveryFormat } from '../../support/images.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { tempFolder } from '../../support/temp-folder.ts';

describe('GET /file', () => {
  const root = tempFolder('gallery');
  let server: TestServer;
  let bytes: Buffer;

  const file = (headers = {}, path = '/one.jpg', method = 'GET'): Promise<Answer<unknown>> =>
    ask(server, 'file', { query: { path }, headers, method });

  beforeAll(async () => {
    await writeEveryFormat(root);
    bytes = await imageBytes({ width: 200, height: 150 });
    await writeBytes(root, 'one.jpg', bytes);
    await writeBytes(root, 'really-a-png.jpg', await imageBytes({ format: 'png' }));
    await writeBytes(root, 'empty.jpg', '');
    server = await startServer({ root });
    await indexed(server, 7);
  });

  it('sends the original as it is, with the type that its bytes have', async () => {
    for (const [path, type] of [
      ['/one.jpg', 'image/jpeg'],
      ['/two.png', 'image/png'],
      ['/three.webp', 'image/webp'],
      ['/four.gif', 'image/gif'],
      ['/five.avif', 'image/avif'],
      ['/really-a-png.jpg', 'image/png'],
    ] as const) {
      const answer = await file({ 'accept-encoding': 'br, gzip' }, path);
      expect(answer.headers).toMatchObject({
        'content-type': type,
        'accept-ranges': 'bytes',
        'content-length': String(answer.bytes.length),
        'content-disposition': expect.stringMatching(/^inline; filename="/) as string,
        'content-security-policy': expect.stringMatching(/default-src 'none'.*; sandbox$/) as string,
      });
      expect(answer.headers).not.toHaveProperty('content-encoding');
    }
    expect((await file()).bytes.equals(bytes)).toBe(true);
  });

  describe('E17: ranges', () => {
    it.each([
      ['bytes=0-0', 0, 0],
      ['bytes=5-9', 5, 9],
      ['bytes=5-', 5, -1],
      ['bytes=-1', -1, -1],
      ['bytes=-999999999', 0, -1],
      ['bytes=0-999999999', 0, -1],
      ['bytes=007-009', 7, 9],
    ])('%s is the part', async (range, first, last) => {
      const answer = await file({ range });
      const [start, end] = [first, last].map((place) => (place < 0 ? bytes.length + place : place)) as [number, number];
      expect(answer.status).toBe(206);
      expect(answer.headers['content-range']).toBe(`bytes ${start}-${end}/${bytes.length}`);
      expect(answer.bytes.equals(bytes.subarray(start, end + 1))).toBe(true);
    });

    it.each(['bytes=999999999-', 'bytes=-0', 'bytes=SIZE-', 'bytes=SIZE-SIZE'])(
      '%s is beyond the end',
      async (range) => {
        const { status, headers, problem } = await file({ range: range.replaceAll('SIZE', String(bytes.length)) });
        expect([status, problem?.error]).toEqual([416, 'range_not_satisfiable']);
        expect(headers['content-range']).toBe(`bytes */${bytes.length}`);
      },
    );

    it.each([
      'bytes=5-2',
      'bytes=0-,0-',
      `bytes=${Array.from({ length: 100 }, () => '0-').join(',')}`,
      'bytes=0-1,3-4',
      'bytes=',
      'bytes=-',
      'bytes=a-b',
      'bytes=0x0-0x9',
      'bytes=1e2-',
      'bytes=99999999999999999999-',
      'items=0-5',
      '0-5',
      'bytes 0-5',
    ])('%s is taken for none', async (range) => {
      const answer = await file({ range });
      expect([answer.status, answer.bytes.length]).toEqual([200, bytes.length]);
      expect(answer.headers).not.toHaveProperty('content-range');
    });

    it('is given only of the file that If-Range knows', async () => {
      const { etag } = (await file()).headers;
      expect((await file({ range: 'bytes=0-4', 'if-range': etag })).status).toBe(206);
      for (const stale of ['"stale"', `W/${etag}`, 'Fri, 20 Nov 2020 00:00:00 GMT', '']) {
        const answer = await file({ range: 'bytes=0-4', 'if-range': stale });
        expect([stale, answer.status]).toEqual([stale, stale === '' ? expect.any(Number) : 200]);
      }
    });
  });

  describe('E18: conditions', () => {
    it.each(['file', 'thumb'] as const)('of %s: the same is not sent again', async (name) => {
      const first = await ask(server, name, { query: { path: '/one.jpg' } });
      const { etag, 'last-modified': modified } = first.headers;
      const modifiedAt = modified ?? statSync(`${root}/one.jpg`).mtime.toUTCString();
      const later = new Date(Date.now() + 86_400_000).toUTCString();
      const same = [etag, `W/${etag}`, `"x", ${etag}`, `${etag}, "x"`, '*', ` ${etag} `];
      for (const value of same) {
        const answer = await ask(server, name, { query: { path: '/one.jpg' }, headers: { 'if-none-match': value } });
        expect([value, answer.status, answer.bytes.length, answer.headers.etag]).toEqual([value, 304, 0, etag]);
      }
      for (const value of [modifiedAt, later]) {
        const headers = { 'if-modified-since': value };
        expect((await ask(server, name, { query: { path: '/one.jpg' }, headers })).status).toBe(304);
      }
    });

    it.each(['file', 'thumb'] as const)('of %s: what differs is sent', async (name) => {
      const first = await ask(server, name, { query: { path: '/one.jpg' } });
      const later = new Date(Date.now() + 86_400_000).toUTCString();
      for (const headers of [
        { 'if-none-match': '"x"' },
        { 'if-none-match': '' },
        { 'if-none-match': first.headers.etag?.slice(1, -1) },
        { 'if-none-match': '"x"', 'if-modified-since': later },
        { 'if-modified-since': 'Fri, 20 Nov 2020 00:00:00 GMT' },
        { 'if-modified-since': 'yesterday' },
      ]) {
        const answer = await ask(server, name, { query: { path: '/one.jpg' }, headers });
        expect([headers, answer.status, answer.bytes.length]).toEqual([headers, 200, first.bytes.length]);
      }
    });
  });

  it('answers HEAD with the headers alone, whatever range is asked for', async () => {
    const whole = await file();
    for (const range of [undefined, 'bytes=0-4', 'bytes=999999-']) {
      const { status, headers, bytes: body } = await file(range === undefined ? {} : { range }, '/one.jpg', 'HEAD');
      expect([status, body.length]).toEqual([200, 0]);
      for (const name of ['content-length', 'content-type', 'etag', 'last-modified', 'accept-ranges']) {
        expect(headers[name]).toBe(whole.headers[name]);
      }
    }
    expect((await file({ 'if-none-match': whole.headers.etag }, '/one.jpg', 'HEAD')).status).toBe(304);
    expect((await file({}, '/nowhere.jpg', 'HEAD')).status).toBe(404);
  });

  it('may be kept for ever under its fingerprint, and only under it', async () => {
    const { items } = (await ask(server, 'folders')).body;
    const { fingerprint } = items.find(({ name }) => name === 'one.jpg')!;
    for (const name of ['file', 'thumb'] as const) {
      const cached = async (v: string): Promise<unknown> =>
        (await ask(server, name, { query: { path: '/one.jpg', v } })).headers['cache-control'];
      expect(await cached(fingerprint)).toBe('private, max-age=31536000, immutable');
      expect(await cached('stale')).toBe('private, no-cache');
      expect(await cached('')).toBe('private, no-cache');
      expect((await ask(server, name, { query: { path: '/one.jpg', v: 'x'.repeat(65) } })).status).toBe(400);
    }
  });

  it.each([
    ['SVG', svgPicture],
    ['HTML', htmlPage],
    ['PDF', '%PDF-1.7\n%âãÏÓ\n1 0 obj'],
    ['PHP', '<?php system($_GET["c"]); ?>'],
    ['a test virus', 'X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'],
    ['a program', Buffer.from('7f454c4602010100000000000000000002003e00', 'hex')],
    ['TIFF', Buffer.from('49492a000800000000000000', 'hex')],
    ['HEIC', Buffer.from('00000018667479706865696300000000', 'hex')],
    ['WAV', 'RIFF\x24\0\0\0WAVEfmt '],
    ['two bytes', Buffer.from('ffd8', 'hex')],
    ['nothing (F13)', ''],
  ])('G5: %s under the name of an image is refused, never sent', async (kind, content) => {
    const name = `renamed ${kind.replace(/\W/g, '-')}.jpg`;
    await writeBytes(root, name, content);
    for (const route of ['file', 'thumb', 'metadata'] as const) {
      const { status, problem, headers } = await ask(server, route, { query: { path: `/${name}` } });
      expect([route, status, problem?.error]).toEqual(
        route === 'file' ? [route, 415, 'not_an_image'] : [route, 422, 'undecodable_image'],
      );
      expect(headers['content-type']).toMatch(/^application\/json/);
    }
  });

  it('G6: what is an image and something else at once is an image, and nothing that runs', async () => {
    const zip = Buffer.from('504b0304140000000000', 'hex');
    const gif = await imageBytes({ format: 'gif' });
    const script = Buffer.from('=1;/*');
    for (const [name, content, type] of [
      ['gifar.gif', Buffer.concat([gif, zip]), 'image/gif'],
      ['script.gif', Buffer.concat([gif, script, Buffer.from('*/alert(1)')]), 'image/gif'],
      ['page.jpg', Buffer.concat([bytes, Buffer.from(htmlPage)]), 'image/jpeg'],
      ['archive.png', Buffer.concat([await imageBytes({ format: 'png' }), zip]), 'image/png'],
    ] as const) {
      await writeBytes(root, name, content);
      const answer = await file({}, `/${name}`);
      expect([answer.headers['content-type'], answer.headers['x-content-type-options']]).toEqual([type, 'nosniff']);
      expect(answer.headers['content-security-policy']).toContain('sandbox');
      expect(answer.bytes.equals(content)).toBe(true);
      expect((await ask(server, 'thumb', { query: { path: `/${name}` } })).status).toBe(200);
    }
  });

  it.each([
    ['new\r\nset-cookie: a=b.jpg', 'new__set-cookie_ a_b.jpg'],
    ['a "quoted" name.jpg', 'a _quoted_ name.jpg'],
    ['back`tick;semi=colon.jpg', 'back_tick_semi_colon.jpg'],
    ['flamingo 🦩 \u202egnp.jpg', 'flamingo __ _gnp.jpg'],
    ["it's (1)*.jpg", 'it_s (1)_.jpg'],
    ['100%41.jpg', '100_41.jpg'],
  ])('H19: the name %j ends no header', async (name, plain) => {
    await writeBytes(root, name, bytes);
    const { headers, status } = await file({}, `/${name}`);
    expect(status).toBe(200);
    const [, shown, exact] = /^inline; filename="([^"]*)"; filename\*=UTF-8''([\w.~%!#$&+^`|-]+)$/.exec(
      headers['content-disposition'] ?? '',
    )!;
    expect(shown).toBe(plain);
    expect(decodeURIComponent(exact!)).toBe(name);
    expect(headers).not.toHaveProperty('set-cookie');
  });

  it('F13: serves a file that was empty as soon as it is not', async () => {
    expect((await file({}, '/empty.jpg')).problem?.error).toBe('not_an_image');
    writeFileSync(`${root}/empty.jpg`, bytes);
    const answer = await file({}, '/empty.jpg');
    expect(answer.bytes.equals(bytes)).toBe(true);
  });
});
