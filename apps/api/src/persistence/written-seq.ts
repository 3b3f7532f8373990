import { Buffer } from 'node:buffer';
import { closeSync, lstatSync, readSync } from 'node:fs';
import { openRegularFile } from './labels-file/open-regular-file.ts';

const headBytes = 512;

/**
 * Up to which sequence number labels.json holds the labels of this store, as far as its head says: 0 when there is none,
 * -1 when it is not ours.
 * It is only about whether to write it anew; before it is written over, all of it is read.
 */
export function writtenSeq(file: string, storeId: string): number {
  const head = headOf(file);
  if (head === undefined) return 0;
  const isOurs = head.includes(`"store_id": ${JSON.stringify(storeId)}`);
  return isOurs ? Number(/"seq": (\d{1,15}),/.exec(head)?.[1] ?? -1) : -1;
}

function headOf(file: string): string | undefined {
  let descriptor: number | undefined;
  try {
    if (!lstatSync(file, { throwIfNoEntry: false })) return undefined;
    descriptor = openRegularFile(file);
    const head = Buffer.alloc(headBytes);
    return head.toString('utf8', 0, readSync(descriptor, head, 0, headBytes, 0));
  } catch {
    // Not to be read: whoever wants to write it will say so.
    return '';
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}
