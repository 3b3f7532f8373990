import { harmless } from './terminal.ts';

const escapes = /[\u{10ff00}-\u{10ffff}]/gu;

/** A path or a sentence about one as people read it: bytes that stand in it as private signs are written out, and no line is broken. */
export function shownName(text: string): string {
  const plain = text.replaceAll(escapes, (sign) => {
    const byte = (sign.codePointAt(0) ?? 0) & 0xff;
    return byte === 0x5c ? '\\' : `\\x${byte.toString(16).padStart(2, '0')}`;
  });
  return harmless(plain, '');
}
