import { createHash } from 'node:crypto';
import { expectGuarded, send, type PlainAnswer } from '../../support/http-client.ts';
import { writeImage } from '../../support/images.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { tempFolder } from '../../support/temp-folder.ts';

/** As Chromium and Firefox send it for an address that somebody typed. */
const typed = { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' };
const html = 'text/html; charset=utf-8';
const json = 'application/json; charset=utf-8';

describe('ER1: a refusal', () => {
  let server: TestServer;

  beforeAll(async () => {
    const root = tempFolder('gallery');
    await writeImage(root, 'one.jpg');
    server = await startServer({ root, args: ['--base-path', '/team/gallery'] });
  });

  const at = (path: string, headers: Record<string, string>, method = 'GET'): Promise<PlainAnswer> =>
    send(new URL(path, server.url).href, { method, headers });

  it.each([
    ['/team/gallery/nothing', 404],
    ['/elsewhere', 404],
    ['/team/gallery/item?path=/none.jpg', 404],
    ['/team/gallery/%ff', 400],
  ])(
    'of %s is a page for whoever typed it, with a way to the start, and under the same headers',
    async (path, status) => {
      const page = await at(path, typed);
      expectGuarded(page);
      expect([page.status, page.headers['content-type'], page.headers['cache-control']]).toEqual([
        status,
        html,
        'no-store',
      ]);
      const text = page.bytes.toString();
      const [, style = ''] = /<style>(.*)<\/style>/s.exec(text) ?? [];
      const hash = createHash('sha256').update(style).digest('base64');
      const policy = `default-src 'none'; style-src 'sha256-${hash}'; frame-ancestors 'none'`;
      expect(page.headers['content-security-policy']).toBe(policy);
      expect(text).toContain('<a href="/team/gallery/">');
      const plain = await at(path, { accept: '*/*' });
      expect([plain.status, plain.headers['content-type']]).toEqual([status, json]);
      const { message } = JSON.parse(plain.bytes.toString()) as { message: string };
      expect(text).toContain(`<p>${message.replaceAll('"', '&quot;')}</p>`);
    },
  );

  it('does not come in the place of the gallery, which reads its address itself and says what is no good in it', async () => {
    for (const query of ['path=100%', 'path=/%ff', 'path=/a&path=/b']) {
      const page = await at(`/team/gallery/?${query}`, typed);
      expect([page.status, page.headers['content-type']]).toEqual([200, html]);
      expect(page.bytes.toString()).toContain('<ll-root');
      // A program that asks the same is told.
      expect((await at(`/team/gallery/?${query}`, { accept: '*/*' })).status).toBe(400);
    }
    expect((await at('/team/gallery/item?path=100%', typed)).status).toBe(400);
  });

  it.each(['/team/gallery/', '/team/gallery/%ff'])('of %s by a name that is not ours leads nowhere', async (path) => {
    const page = await at(path, { ...typed, host: 'evil.example' });
    expectGuarded(page);
    expect([page.status, page.headers['content-type']]).toEqual([421, html]);
    const text = page.bytes.toString();
    expect(text).toContain('--allow-host');
    expect(text).not.toContain('<a ');
    expect((await at(path, { host: 'evil.example' })).headers['content-type']).toBe(json);
  });

  it.each([
    'text/html',
    'text/htmlx',
    'application/json',
    'application/json, text/plain;v="text/html"',
    'image/avif,*/*',
    '',
  ])('is JSON for whoever takes %j', async (accept) => {
    const answer = await at('/team/gallery/nothing', { accept });
    expect(answer.headers['content-type']).toBe(json);
    expect(JSON.parse(answer.bytes.toString())).toMatchObject({ error: 'route_not_found' });
  });

  it('is JSON for a write, and has a head alone for whoever asks for that', async () => {
    expect((await at('/team/gallery/nothing', typed, 'POST')).headers['content-type']).toBe(json);
    const head = await at('/team/gallery/nothing', typed, 'HEAD');
    expect([head.status, head.headers['content-type'], head.bytes.length]).toEqual([404, html, 0]);
  });

  it('writes nothing into the page that an address says', async () => {
    const page = await at(`/team/gallery/item?path=${encodeURIComponent('/<script>&.jpg')}`, typed);
    expect(page.bytes.toString()).toContain('There is no image &quot;&lt;script&gt;&amp;.jpg&quot;');
    expect(page.bytes.toString()).not.toContain('<script');
  });
});
