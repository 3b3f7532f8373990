import type { FlatTarget } from '../flat-files/flat-file.ts';
import { flatFilesFor } from '../flat-files/flat-files-for.ts';
import { pause } from './pause.ts';

const attempts = 3;
/** Before the second attempt, at most; twice as long before the third. */
const backOffMs = 400;

/** Whether it is kept. That is a convenience: a full or closed disk must not keep the picture from whoever waits for it. */
export async function storeThumb(target: FlatTarget, bytes: Uint8Array, deadline: AbortSignal): Promise<boolean> {
  try {
    if ('url' in target) return await putThere(target, bytes, deadline);
    await flatFilesFor(target.place, { isAlone: true }).write(target.file, bytes, 'cache');
    return true;
  } catch {
    // The disk is full or closed, or the store is silent: it is made again when it is next asked for.
    return false;
  }
}

/** Busy stores are asked again, as long as the job may last; a refusal is one. */
async function putThere(
  { url, type }: Extract<FlatTarget, { url: string }>,
  bytes: Uint8Array,
  signal: AbortSignal,
): Promise<boolean> {
  for (let attempt = 1; ; attempt += 1) {
    const headers = { 'content-type': type };
    const body = new Uint8Array(bytes);
    const answer = await fetch(url, { method: 'PUT', headers, body, redirect: 'error', signal }).catch(() => null);
    await answer?.body?.cancel();
    if (answer?.ok === true) return true;
    const isBusy = !answer || answer.status >= 500 || answer.status === 429;
    if (!isBusy || attempt === attempts || signal.aborted) return false;
    await pause(Math.random() * backOffMs * attempt);
  }
}
