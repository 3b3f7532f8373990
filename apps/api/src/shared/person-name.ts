import { Buffer, isUtf8 } from 'node:buffer';
import { limits } from '#contracts';
import { characterCount } from './character-count.ts';

/** Control characters, ends of lines, and those that turn the direction of the text around them. */
const unfit = /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u;

/** The name of a person as it is compared and kept; undefined when it is none, is too long, or would play tricks on whoever reads it. */
export function personName(text: string): string | undefined {
  const name = text.trim().normalize('NFC');
  const isFit = name !== '' && characterCount(name) <= limits.nameCharacters && !unfit.test(name);
  return isFit ? name : undefined;
}

/** Headers arrive as bytes; names are written in UTF-8 these days. */
export function textInHeader(header: string): string {
  const bytes = Buffer.from(header, 'latin1');
  return isUtf8(bytes) ? bytes.toString('utf8') : header;
}
