import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { findChromium } from '../../scripts/testing/chromium.ts';
import { airGap, attemptsAtNetwork, canAirGap } from '../support/air-gap.ts';
import { send } from '../support/http-client.ts';
import { writeEveryFormat, writeMany } from '../support/images.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { TokenHolders } from '../support/token-holders.ts';
import { waitFor } from '../support/wait-for.ts';
import { describeInBrowser, visit } from './support/browser.ts';
import { GalleryOnScreen } from './support/gallery-page.ts';

const web = resolve(__dirname, '../../dist/web');
const itAirGapped = canAirGap ? it : it.skip;

/** The browser in the same place, as a program that can be named where the browser is. */
function browserWithin(within: readonly string[]): string {
  const file = join(tempFolder('browser'), 'chromium');
  writeFileSync(file, `#!/bin/sh\nexec ${within.join(' ')} '${findChromium() ?? ''}' "$@"\n`);
  chmodSync(file, 0o755);
  return file;
}

/** Nobody out here can reach the server: what is asked is asked by the page. */
async function labelAndHear(page: Page): Promise<unknown> {
  return page.evaluate(async () => {
    const source = new EventSource('events');
    await new Promise((open) => source.addEventListener('hb', open, { once: true }));
    const heard = new Promise((news) => source.addEventListener('item-updated', news, { once: true }));
    const headers = { 'content-type': 'application/json', 'if-match': '*', 'idempotency-key': 'without a network' };
    const body = JSON.stringify({ set_star: 5 });
    const { status } = await fetch('item?path=/one.jpg', { method: 'PATCH', headers, body });
    const { data } = (await heard) as MessageEvent<string>;
    source.close();
    return { status, star: (JSON.parse(data) as { star: number }).star };
  });
}

describeInBrowser('without the internet', () => {
  itAirGapped('RU5: everything works, and nothing beyond this machine is even tried', async () => {
    const root = tempFolder('gallery');
    await writeEveryFormat(root);
    await writeMany(`${root}/many`, 20);
    const within = await airGap();
    const calls = `${tempFolder('trace')}/calls`;
    const tracer = ['strace', '-D', '-f', '-qq', '-e', 'trace=socket,connect,sendto,sendmsg,sendmmsg', '-o', calls];
    const server = await startServer({ root, within: [...within, ...tracer], args: ['--flush-interval', '1'] });
    const { page, complaints } = await visit(`${server.url}/`, { executable: browserWithin(within) });
    await new GalleryOnScreen(page).painted();
    expect(await labelAndHear(page)).toEqual({ status: 200, star: 5 });
    await page.goto(`${server.url}/?path=%2Fmany`);
    await new GalleryOnScreen(page).painted();
    await page.goto(`${server.url}/docs`);
    expect(await page.locator('body').innerText()).toContain('/items/bulk');
    expect(complaints).toEqual([]);
    // Seconds of having nothing to do, at the end of which it writes down what it knows.
    const isQuiet = (): boolean =>
      ['labels.json', 'index/_index.json', 'index/many/_index.json'].every((name) =>
        existsSync(join(server.workspace, name)),
      );
    await waitFor(isQuiet, 'the server to have nothing more to do', { seconds: 30 });
    // From out here there is nothing at that address.
    await expect(send(`${server.url}/health`)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    expect(await server.stop()).toBe(0);
    const seen = readFileSync(calls, 'utf8').split('\n');
    // It was looked at: the socket that it listens at is there.
    expect(seen.some((call) => / socket\(AF_INET, SOCK_STREAM/.test(call))).toBe(true);
    expect(attemptsAtNetwork(seen)).toEqual([]);
  });
});

describe('what is sent to browsers', () => {
  it('RU5: names nothing beyond this machine to be fetched', () => {
    // Names of languages, and where to read more of an error: none of it is an address that is asked.
    // `http://fake` is what the framework takes a path apart with.
    const harmless = /^https?:\/\/(www\.w3\.org|([\w-]+\.)?angular\.dev|angular\.io|g\.co|fake)\//;
    for (const name of readdirSync(web).filter((each) => each !== '3rdpartylicenses.txt')) {
      const found = readFileSync(join(web, name), 'utf8').match(/(https?|wss?):\/\/[a-z[][^\s"'`)<>\\]*/gi) ?? [];
      expect([name, found.filter((address) => !harmless.test(`${address}/`))]).toEqual([name, []]);
      expect([name, /(src|href|url)\s*[=(]\s*["']?\/\//.test(readFileSync(join(web, name), 'utf8'))]).toEqual([
        name,
        false,
      ]);
    }
  });

  it('RU5, SC7: no page may fetch from anywhere else', async () => {
    const people = new TokenHolders();
    await people.add('ada', 'viewer');
    const root = tempFolder('gallery');
    const open: TestServer = await startServer({ root });
    const closed = await startServer({ root, args: ['--token-file', people.file] });
    const policies = [];
    for (const url of [`${open.url}/`, `${open.url}/docs`, `${open.url}/folders`, `${closed.url}/login`])
      policies.push(String((await send(url)).headers['content-security-policy']));
    for (const policy of policies) {
      expect(policy).toContain("default-src 'none'");
      for (const directive of policy.split(';').map((each) => each.trim())) {
        const [, ...sources] = directive.split(' ');
        expect([
          directive,
          sources.filter((each) => !/^('none'|'self'|'nonce-[\w+/=-]+'|data:|blob:)$/.test(each)),
        ]).toEqual([directive, []]);
      }
    }
    await Promise.all([open.stop(), closed.stop()]);
  });
});
