import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const main = join(import.meta.dirname, '../../dist/api/main.js');

/** A real server over the demo gallery, which may be stopped and started on the same port. */
export class GalleryServer {
  #child: ChildProcess | undefined;
  #address = '';
  readonly #words: readonly string[];

  constructor(words: readonly string[]) {
    this.#words = words;
  }

  get address(): string {
    return this.#address;
  }

  async start(): Promise<void> {
    if (this.#child !== undefined) return;
    const port = this.#address === '' ? '0' : new URL(this.#address).port;
    const child = spawn(process.execPath, [main, '--port', port, ...this.#words], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.#child = child;
    this.#address = await addressOf(child);
  }

  async stop(): Promise<void> {
    const child = this.#child;
    if (child === undefined) return;
    this.#child = undefined;
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'close');
    child.kill();
    await ended;
  }
}

/** The demo gallery is made at the first start, which takes some seconds. */
function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((found, fail) => {
    let printed = '';
    child.stdout?.setEncoding('utf8').on('data', (part: string) => {
      printed += part;
      const address = /http:\/\/[^\s"]+/.exec(printed)?.[0];
      if (address !== undefined) found(address);
    });
    child.once('close', () => {
      fail(new Error(`The server ended before it listened. It printed:\n${printed}`));
    });
  });
}
