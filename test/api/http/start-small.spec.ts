import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { ask } from '../../support/http-client.ts';
import { writeImage } from '../../support/images.ts';
import { startServer } from '../../support/server.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const command = resolve(__dirname, '../../../bin/lenslet.mjs');

describe('the command', () => {
  it('RU6: gives Node little memory for itself, and is one process, which ends as it is told', async () => {
    const root = tempFolder('gallery');
    await writeImage(root, 'one.jpg');
    const server = await startServer({ root, main: command });
    // Of the number that was started: whoever watches over it goes on to do so.
    const words = readFileSync(`/proc/${String(server.pid)}/cmdline`, 'utf8').split('\0');
    expect(words.slice(1, 4)).toEqual(['--max-semi-space-size=4', '--heap-growing-percent=50', command]);
    expect((await ask(server, 'folders', { query: { path: '/' } })).status).toBe(200);
    expect(await server.stop()).toBe(0);
  });

  it('RU6: leaves alone what somebody chose', () => {
    const chosen = ['--max-semi-space-size=16', '--heap-growing-percent=100'];
    expect(execFileSync(process.execPath, [...chosen, command, '--version'], { encoding: 'utf8' })).toMatch(
      /^\d+\.\d+/,
    );
  });
});
