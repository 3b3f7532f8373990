import { closeSync, openSync, readSync } from 'node:fs';
import { Buffer } from 'node:buffer';

const headBytes = 512;

/**
 * Up to which sequence number labels.json holds the labels of this store, as far as its head says: 0 when it does not.
 * It is only about whether to write it anew; before it is written over, all of it is read.
 */
export function writtenSeq(file: string, storeId: string): number {
  const head = headOf(file);
  const isOurs = head.includes(`"store_id": ${JSON.stringify(storeId)}`);
  return isOurs ? Number(/"seq": (\d{1,15}),/.exec(head)?.[1] ?? 0) : 0;
}

function headOf(file: string): string {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(file, 'r');
    const head = Buffer.alloc(headBytes);
    return head.toString('utf8', 0, readSync(descriptor, head, 0, headBytes, 0));
  } catch {
    // Not there, or not to be read: whoever wants to write it will say so.
    return '';
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}
