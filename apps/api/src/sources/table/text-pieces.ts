import { Buffer } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { TableError } from './table-error.ts';

const pieceBytes = 1 << 20;

/** A text file piece by piece, without its byte order mark. What is not UTF-8 is refused rather than guessed at. */
export async function* textPieces(file: string): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const bytes of createReadStream(file, { highWaterMark: pieceBytes }) as AsyncIterable<Buffer>) {
      yield decoder.decode(bytes, { stream: true });
    }
    yield decoder.decode();
  } catch (error) {
    throw inWords(error);
  }
}

function inWords(error: unknown): unknown {
  if ((error as NodeJS.ErrnoException).code !== 'ERR_ENCODING_INVALID_ENCODED_DATA') return error;
  return new TableError('The table is not text in UTF-8: save it anew in that encoding.');
}

/** Its beginning, up to the end of a line if one is near. */
export async function firstText(file: string): Promise<string> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(pieceBytes), 0, pieceBytes, 0);
    // As a stream: a letter may be cut in two at the end.
    return new TextDecoder('utf-8', { fatal: true }).decode(buffer.subarray(0, bytesRead), { stream: true });
  } catch (error) {
    throw inWords(error);
  } finally {
    await handle.close();
  }
}
