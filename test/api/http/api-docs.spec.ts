import { readFileSync } from 'node:fs';
import { request, type ClientRequest } from 'node:http';
import { consoleBlocks, patternOf, type CurlCommand, type Step } from '../../support/console-blocks.ts';
import { indexed } from '../../support/gallery-state.ts';
import { send } from '../../support/http-client.ts';
import { writeImage } from '../../support/images.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { waitFor } from '../../support/wait-for.ts';

const shownAddress = 'localhost:7070';

/** Everything a stream has sent so far. */
interface Listening {
  readonly sent: ClientRequest;
  text: string;
}

describe('docs/api.md', () => {
  const root = tempFolder('gallery');
  const open: Listening[] = [];
  let server: TestServer;
  /** What was answered stands for these words in what follows. */
  const known: Record<string, string> = {};

  const filled = (text: string): string =>
    text.replace('LEASE', known['LEASE'] ?? '').replace('CURSOR', known['CURSOR'] ?? '');
  const addressOf = ({ url }: CurlCommand): string =>
    server.url + url.slice(shownAddress.length).replace(/RESULT|GESTURE/, (word) => known[word] ?? '');
  const headersOf = ({ headers }: CurlCommand): Record<string, string> =>
    Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, filled(value)]));

  function listen(command: CurlCommand): Listening {
    const listening = { sent: request(addressOf(command), { headers: headersOf(command), agent: false }), text: '' };
    listening.sent.on('response', (answer) => {
      answer.setEncoding('utf8').on('data', (part: string) => (listening.text += part));
      answer.on('error', () => undefined);
    });
    listening.sent.on('error', () => undefined);
    listening.sent.end();
    open.push(listening);
    return listening;
  }

  const shown = (listening: Listening, expected: string): Promise<unknown> =>
    waitFor(
      () => {
        expect(listening.text).toMatch(patternOf(expected, false));
        return true;
      },
      'the stream to tell what the page shows',
      { seconds: 10 },
    );

  async function answer({ command, expected }: Step): Promise<void> {
    const { method, body } = command;
    const { bytes } = await send(addressOf(command), {
      method,
      headers: headersOf(command),
      ...(body === undefined ? {} : { body: filled(body) }),
    });
    const told = bytes.toString();
    expect(told).toMatch(patternOf(expected.trimEnd(), true));
    const [, lease] = /"lease_id":"([^"]+)"/.exec(told) ?? [];
    if (lease !== undefined) known['LEASE'] = lease;
    const [, gesture] = /"gesture_id":"([^"]+)"/.exec(told) ?? [];
    if (gesture !== undefined) known['GESTURE'] = gesture;
    const [, result] = /"result":"([^"]+)"/.exec(told) ?? [];
    if (result !== undefined) known['RESULT'] = result;
  }

  beforeAll(async () => {
    for (const name of ['beach.jpg', 'pier.jpg']) await writeImage(root, `holiday/${name}`, { width: 8, height: 8 });
    server = await startServer({ root });
    await indexed(server, 2);
  });

  afterAll(() => {
    for (const { sent } of open) sent.destroy();
  });

  it('shows what the server answers, example by example', async () => {
    let first: Listening | undefined;
    let expectedOfFirst = '';
    for (const { tag, steps } of consoleBlocks(readFileSync('docs/api.md', 'utf8'))) {
      if (tag === 'after-restart') {
        await shown(first!, expectedOfFirst);
        known['CURSOR'] = [...first!.text.matchAll(/^id: (\S+)$/gm)].at(-1)![1]!;
        await server.kill();
        server = await startServer({ root, workspace: server.workspace });
        await indexed(server, 2);
      }
      for (const step of steps) {
        const isStream = step.command.url.endsWith('/events');
        if (!isStream) await answer(step);
        else if (tag === 'listen') {
          first = listen(step.command);
          expectedOfFirst = step.expected.trimEnd();
          await waitFor(() => first!.text.includes('event: hb') || undefined, 'the stream to begin');
        } else await shown(listen(step.command), step.expected.trimEnd());
      }
    }
    expect(Object.keys(known)).toEqual(['GESTURE', 'CURSOR', 'LEASE', 'RESULT']);
  });
});
