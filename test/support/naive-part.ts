import { Buffer } from 'node:buffer';

const word = (number: bigint): bigint => BigInt.asUintN(32, number);

/** As SPEC has it, in numbers of any size. */
export function naivePart(path: string, of: number): number {
  let hash = 0x811c9dc5n;
  for (const byte of Buffer.from(path)) hash = word((hash ^ BigInt(byte)) * 0x01000193n);
  hash = word((hash ^ (hash >> 16n)) * 0x85ebca6bn);
  hash = word((hash ^ (hash >> 13n)) * 0xc2b2ae35n);
  hash ^= hash >> 16n;
  return Number((hash * BigInt(of)) >> 32n) + 1;
}
