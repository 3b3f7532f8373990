import { drip } from '../../support/drip.ts';
import { ask } from '../../support/http-client.ts';
import { startServer } from '../../support/server.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const head = 'POST /browse HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nX-Long: ';

it('B29: whoever sends no headers, or one byte in five seconds, is told so and put out within 30 s', async () => {
  const server = await startServer({ root: tempFolder('gallery') });
  // The third waits with its first byte until the patience with those who send nothing is nearly over.
  const slow = [drip(server, '', 60_000), drip(server, head, 5000), drip(server, head, 11_000)];
  expect((await ask(server, 'folders')).status).toBe(200);
  for (const { seconds, text } of await Promise.all(slow)) {
    expect(seconds).toBeLessThan(30);
    expect(text).toMatch(/^HTTP\/1\.1 408 /);
    expect(text).toContain('request_timeout');
  }
  expect((await ask(server, 'folders')).status).toBe(200);
}, 40_000);
