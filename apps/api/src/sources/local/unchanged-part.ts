import { Buffer } from 'node:buffer';
import { Readable } from 'node:stream';
import type { ByteRange } from '../image-source.ts';
import type { OpenedFile } from './open-inside-root.ts';

const pieceBytes = 256 * 1024;

/**
 * A part of a file as a stream, which closes the file when it ends in whatever way. Its last piece comes only when
 * the file is still as it was when it was opened: one that was cut short or written over meanwhile must not look
 * complete. The error ends the connection before the promised length, so that no browser or proxy keeps a mixture.
 */
export function unchangedPart(opened: OpenedFile, range: ByteRange): Readable {
  const stream = Readable.from(pieces(opened, range), { objectMode: false });
  // Not at the end of the generator: one that was never asked for its first piece does not get there.
  stream.once('close', () => {
    // A share may fail even in this; there is nobody to tell, and nothing that could be done about it.
    opened.handle.close().catch(() => undefined);
  });
  return stream;
}

async function* pieces({ handle, stats }: OpenedFile, { start, end }: ByteRange): AsyncGenerator<Buffer> {
  const file = handle.createReadStream({ start, end, highWaterMark: pieceBytes, autoClose: false });
  // What fails while it is read is thrown below; what fails at closing, after that, nobody else would hear.
  file.on('error', () => undefined);
  let missing = end - start + 1;
  let last: Buffer | undefined;
  for await (const piece of file as AsyncIterable<Buffer>) {
    if (last) yield last;
    last = piece;
    missing -= piece.length;
  }
  const { size, mtimeMs } = await handle.stat();
  if (missing > 0 || size !== stats.size || mtimeMs !== stats.mtimeMs)
    throw new Error('The file changed while it was sent.');
  if (last) yield last;
}
