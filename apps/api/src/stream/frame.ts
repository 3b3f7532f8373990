import { Buffer } from 'node:buffer';

/** How long a browser waits before it opens the stream again, unless a frame says otherwise. */
const retryMs = 2000;

/** One event as its bytes. The data is JSON, which holds no line break: text can never become a field of the frame. */
export function frameOf(name: string, data: string, id?: string): Buffer {
  return Buffer.from(`event: ${name}\n${id === undefined ? '' : `id: ${id}\n`}data: ${data}\n\n`);
}

/**
 * What every stream begins with. It is no event, but a browser keeps the id: one that is cut off before the first
 * event knows where to go on.
 */
export function openingOf(id: string | undefined): Buffer {
  return Buffer.from(`retry: ${String(retryMs)}\n${id === undefined ? '' : `id: ${id}\n`}\n`);
}

/** The last event, with how long to wait this time. */
export function farewellOf(data: string, waitMs: number): Buffer {
  return Buffer.from(`retry: ${String(waitMs)}\nevent: bye\ndata: ${data}\n\n`);
}
