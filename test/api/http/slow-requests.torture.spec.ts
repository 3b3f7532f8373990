import { connect } from 'node:net';
import { drip } from '../../support/drip.ts';
import { ask } from '../../support/http-client.ts';
import { startServer } from '../../support/server.ts';
import { tempFolder } from '../../support/temp-folder.ts';

describe('B29, H26: requests that never end', () => {
  it('end with the connection, and hold up nobody', async () => {
    const server = await startServer({ root: tempFolder('gallery') });
    const head =
      'POST /browse HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n';
    const idle = Array.from({ length: 2000 }, () => drip(server, '', 60_000));
    const slowHead = [drip(server, '', 60_000), drip(server, head, 1000)];
    const slowBody = drip(server, '', 60_000);
    const body = connect(Number(new URL(server.url).port), '127.0.0.1');
    body.write(`${head}\r\n{"path":`);
    const bodyEnded = new Promise<string>((resolve) => {
      let text = '';
      body.on('data', (part) => (text += part.toString()));
      body.on('close', () => resolve(text));
    });
    for (let turn = 0; turn < 20; turn += 1) expect((await ask(server, 'folders')).status).toBe(200);
    for (const { seconds, text } of await Promise.all(slowHead)) {
      expect(seconds).toBeLessThan(30);
      expect(text).toContain('HTTP/1.1 408');
      expect(text).toContain('request_timeout');
    }
    expect((await slowBody).seconds).toBeLessThan(30);
    expect(Math.max(...(await Promise.all(idle)).map(({ seconds }) => seconds))).toBeLessThan(30);
    // A body may take a minute.
    expect(await bodyEnded).toContain('408');
    expect((await ask(server, 'folders')).status).toBe(200);
  });
});
