import { rmSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { runCli } from '../support/cli.ts';
import { ask } from '../support/http-client.ts';
import { writeImage } from '../support/images.ts';
import { labelsReady, patch } from '../support/labels.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { waitFor } from '../support/wait-for.ts';
import { describeInBrowser, visit } from './support/browser.ts';

/** What the browser's own EventSource has heard, with nothing of ours in between. */
interface Heard {
  readonly ids: number[];
  readonly resyncs: number;
  /** The stars of /one.jpg, as a page that goes by the stream would show them. */
  readonly star: number | null;
}

async function listen(page: Page): Promise<void> {
  await page.evaluate(() => {
    const heard = { ids: [] as number[], resyncs: 0, star: null as number | null };
    const source = new EventSource('events');
    for (const name of ['item-updated', 'items-updated', 'metrics-updated']) {
      source.addEventListener(name, ({ data }) => {
        const { event_id, star = null } = JSON.parse(String(data)) as { event_id: number; star?: number | null };
        heard.ids.push(event_id);
        heard.star = star;
      });
    }
    source.addEventListener('resync', () => {
      void fetch('item?path=/one.jpg')
        .then((answer) => answer.json())
        .then(({ star }: { star: number | null }) => {
          heard.star = star;
          heard.resyncs += 1;
        });
    });
    Object.assign(window, { heard });
    return new Promise<void>((open) => {
      source.addEventListener('hb', () => open());
    });
  });
}

function heardBy(page: Page): Promise<Heard> {
  return page.evaluate(() => (window as unknown as { heard: Heard }).heard);
}

describeInBrowser('the stream in a real browser', () => {
  const root = tempFolder('gallery');
  let server: TestServer;

  const star = async (stars: 0 | 1 | 2 | 3 | 4 | 5): Promise<void> => {
    await patch(server, '/one.jpg', { set_star: stars });
  };
  /** On the port where it was: that is where browsers come back to. */
  const startAgain = async (): Promise<void> => {
    const { port } = new URL(server.url);
    server = await startServer({ root, workspace: server.workspace, args: ['--port', port] });
    await labelsReady(server);
  };
  const heard = (page: Page, ids: readonly number[]): Promise<unknown> =>
    waitFor(async () => JSON.stringify((await heardBy(page)).ids) === JSON.stringify(ids), `the events ${ids.join()}`, {
      seconds: 30,
    });

  beforeAll(async () => {
    await writeImage(root, 'one.jpg');
    server = await startServer({ root });
    await labelsReady(server);
  });

  test('B8, ST7: goes on by itself after a crash and after a stop, also when it was cut off before its first event', async () => {
    const { page } = await visit(`${server.url}/`);
    await listen(page);
    // It has heard no event yet, and nothing tells it where to go on but how the stream began.
    await server.kill();
    await startAgain();
    await star(1);
    await heard(page, [1]);
    await star(2);
    await server.stop();
    await startAgain();
    await star(3);
    await heard(page, [1, 2, 3]);
    expect((await heardBy(page)).resyncs).toBe(0);
    await page.context().close();
  });

  test('A29, K11, LB11: is told to ask again after everything was lost and a backup was put back, and shows what that holds', async () => {
    const { page } = await visit(`${server.url}/`);
    await listen(page);
    await star(4);
    const file = `${tempFolder('backup')}/labels.db`;
    expect(await runCli(['backup', file, '--workspace', server.workspace])).toMatchObject({ code: 0, err: '' });
    await star(5);
    await waitFor(async () => (await heardBy(page)).star === 5, 'what will be lost to be shown');
    await server.kill();
    rmSync(server.workspace, { recursive: true });
    expect(await runCli(['restore', file, '--workspace', server.workspace])).toMatchObject({ code: 0, err: '' });
    await startAgain();
    await waitFor(async () => (await heardBy(page)).resyncs === 1, 'the browser to come back', { seconds: 30 });
    expect((await heardBy(page)).star).toBe(4);
    await star(2);
    await waitFor(async () => (await heardBy(page)).star === 2, 'what comes then');
    expect((await heardBy(page)).resyncs).toBe(1);
    await page.context().close();
  });

  test('C7, PR5, UI14: a page that is left says goodbye with a beacon', async () => {
    const { page } = await visit(`${server.url}/`);
    const numbers = async (): Promise<number> => (await ask(server, 'presenceDiagnostics')).body.active_clients;
    await waitFor(async () => (await numbers()) === 1, 'the page to join');
    await page.goto('about:blank');
    // PR9 alone would take 10 s.
    await waitFor(async () => (await numbers()) === 0, 'the session to end', { seconds: 4 });
  });
});
