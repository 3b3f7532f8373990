import { renameSync, truncateSync, unlinkSync, writeFileSync, openSync, writeSync, closeSync } from 'node:fs';
import { get, type IncomingMessage } from 'node:http';
import { indexed } from '../../support/gallery-state.ts';
import { ask } from '../../support/http-client.ts';
import { imageBytes, writeBytes } from '../../support/images.ts';
import { openFilesOf } from '../../support/processes.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { waitFor } from '../../support/wait-for.ts';

const megabyte = 2 ** 20;
/** More than all buffers on the way hold together. */
const size = 48 * megabyte;

interface Download {
  readonly length: number;
  readonly isWhole: boolean;
  readonly bytes: Buffer;
}

describe('F12: a file that changes while it is sent', () => {
  const root = tempFolder('gallery');
  let server: TestServer;
  let head: Buffer;

  beforeAll(async () => {
    head = await imageBytes();
    server = await startServer({ root, args: ['--no-watch'] });
  });

  const written = async (name: string, fill: number): Promise<string> =>
    writeBytes(root, name, Buffer.concat([head, Buffer.alloc(size - head.length, fill)]));

  /** Reads the first bytes, has something done, and reads the rest. */
  const interrupted = async (name: string, change: () => void): Promise<Download> => {
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      get(`${server.url}/file?path=/${name}`, { agent: false }, resolve).on('error', reject);
    });
    expect([response.statusCode, response.headers['content-length']]).toEqual([200, String(size)]);
    await new Promise<void>((resolve) => response.once('readable', resolve));
    change();
    const parts: Buffer[] = [];
    const isWhole = await new Promise<boolean>((resolve) => {
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('error', () => resolve(false));
      response.on('close', () => resolve(response.complete));
    });
    const bytes = Buffer.concat(parts);
    return { length: bytes.length, isWhole, bytes };
  };

  it('cut short: the connection is ended, so that nobody keeps the half', async () => {
    const file = await written('cut.jpg', 1);
    const { isWhole, length } = await interrupted('cut.jpg', () => truncateSync(file, 2 * megabyte));
    expect(isWhole).toBe(false);
    expect(length).toBeLessThan(size);
  });

  it('replaced or deleted: what was opened is sent whole', async () => {
    for (const change of ['replace', 'delete']) {
      const file = await written('gone.jpg', 1);
      const download = await interrupted('gone.jpg', () => {
        if (change === 'delete') unlinkSync(file);
        else {
          writeFileSync(`${root}/.next`, Buffer.alloc(size, 2));
          renameSync(`${root}/.next`, file);
        }
      });
      expect([change, download.isWhole, download.length]).toEqual([change, true, size]);
      expect(download.bytes.subarray(head.length).every((byte) => byte === 1)).toBe(true);
    }
  });

  it('written over: what is half the old and half the new does not look complete', async () => {
    const file = await written('over.jpg', 1);
    const download = await interrupted('over.jpg', () => {
      const descriptor = openSync(file, 'r+');
      writeSync(descriptor, Buffer.alloc(size - head.length, 2), 0, size - head.length, head.length);
      closeSync(descriptor);
    });
    expect(download.isWhole).toBe(false);
  });

  it('leaves no file open, however a download ends', async () => {
    await written('much.jpg', 1);
    await writeBytes(root, 'small.jpg', head);
    await indexed(server);
    const before = openFilesOf(server.pid);
    for (let turn = 0; turn < 20; turn += 1) {
      const leaving = new AbortController();
      const response = await new Promise<IncomingMessage>((resolve, reject) => {
        get(`${server.url}/file?path=/much.jpg`, { agent: false, signal: leaving.signal }, resolve).on('error', reject);
      });
      response.on('error', () => undefined);
      leaving.abort();
    }
    for (const headers of [{}, { range: 'bytes=0-3' }, { range: 'bytes=99999999-' }, { 'if-none-match': '*' }]) {
      for (const method of ['GET', 'HEAD'])
        await ask(server, 'file', { query: { path: '/small.jpg' }, headers, method });
    }
    await waitFor(() => openFilesOf(server.pid) <= before, 'all files to be closed');
  });
});
