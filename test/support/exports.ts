import type { IncomingHttpHeaders } from 'node:http';
import { parquetReadObjects } from 'hyparquet';
import { DEFAULT_PARSERS } from 'hyparquet/src/convert.js';
import type { ExportQuery } from '#contracts';
import { cellsOfRow } from '../../apps/api/src/persistence/labels-file/csv-row.ts';
import { ask, type PlainAnswer } from './http-client.ts';
import { requestTo } from './connect.ts';

export function exported(
  server: { readonly url: string },
  query: ExportQuery & { [name: string]: string } = {},
  headers: Readonly<Record<string, string>> = {},
): Promise<PlainAnswer> {
  return ask(server, 'export', { query, headers });
}

/** The rows of a table by the names of its columns; quoted line breaks belong to their cell. */
export function csvRows(text: string): Record<string, string>[] {
  const rows: string[] = [];
  let row = '';
  for (const line of text.split('\r\n')) {
    row += row === '' ? line : `\r\n${line}`;
    if ((row.split('"').length - 1) % 2 === 1) continue;
    rows.push(row);
    row = '';
  }
  const [names = [], ...cells] = rows.filter((each) => each !== '').map((each) => cellsOfRow(each));
  for (const each of cells) expect(each).toHaveLength(names.length);
  return cells.map((each) => Object.fromEntries(each.map((cell, at) => [names[at] ?? '', cell])));
}

export function ndjsonRows(text: string): Record<string, unknown>[] {
  expect(text === '' || text.endsWith('\n')).toBe(true);
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

export async function parquetRows(bytes: Buffer): Promise<Record<string, unknown>[]> {
  const { buffer, byteOffset, length } = bytes;
  // Left to itself, it takes a byte order mark for none of the text.
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const parsers = {
    ...DEFAULT_PARSERS,
    stringFromBytes: (text: Uint8Array | undefined) => text && decoder.decode(text),
  };
  const file = buffer.slice(byteOffset, byteOffset + length) as ArrayBuffer;
  return (await parquetReadObjects({ file, parsers })) as Record<string, unknown>[];
}

/** A reader that takes nothing more until it is told to. */
export interface SlowReader {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Takes all the rest; rejects when the connection is cut. */
  rest(): Promise<Buffer>;
  leave(): void;
}

export function readSlowly(
  server: { readonly url: string },
  path: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<SlowReader> {
  const parts: Buffer[] = [];
  return new Promise((resolve, reject) => {
    const request = requestTo(new URL(server.url + path), { path, headers }, (response) => {
      response.once('data', (part: Buffer) => {
        parts.push(part);
        response.pause();
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          rest: () =>
            new Promise((done, failed) => {
              response.on('data', (more: Buffer) => parts.push(more));
              response.once('end', () => done(Buffer.concat(parts)));
              response.once('error', failed);
              response.resume();
            }),
          leave: () => request.destroy(),
        });
      });
    });
    request.once('error', reject);
    request.end();
  });
}
