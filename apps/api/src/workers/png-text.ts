import { Buffer } from 'node:buffer';
import { inflateSync } from 'node:zlib';
import type { MetadataText } from '#contracts';

/** The text chunks of a PNG file in their order: tEXt (Latin-1), zTXt (compressed) and iTXt (UTF-8). */
export function pngText(file: Buffer, lengthMax: number): MetadataText[] {
  const texts: MetadataText[] = [];
  for (let at = 8; at + 12 <= file.length;) {
    const length = file.readUInt32BE(at);
    const name = file.toString('latin1', at + 4, at + 8);
    const data = file.subarray(at + 8, at + 8 + length);
    const text = textOf(name, data, lengthMax);
    if (text) texts.push(text);
    at += 12 + length;
  }
  return texts;
}

function textOf(name: string, data: Buffer, lengthMax: number): MetadataText | undefined {
  const keyEnd = data.indexOf(0);
  if (keyEnd < 1) return undefined;
  const key = data.toString('latin1', 0, keyEnd);
  const rest = data.subarray(keyEnd + 1);
  try {
    if (name === 'tEXt') return { key, value: readText(rest).slice(0, lengthMax) };
    if (name === 'zTXt') return { key, value: inflated(rest.subarray(1), lengthMax).toString('latin1') };
    if (name === 'iTXt') return { key, value: international(rest, lengthMax) };
  } catch {
    // A chunk that does not unpack is not text.
  }
  return undefined;
}

/** The standard says Latin-1, but most programs that write prompts put UTF-8 here. */
function readText(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  return text.includes('\ufffd') ? bytes.toString('latin1') : text;
}

function international(data: Buffer, lengthMax: number): string {
  const isCompressed = data[0] === 1;
  const languageEnd = data.indexOf(0, 2);
  const keywordEnd = data.indexOf(0, languageEnd + 1);
  const body = data.subarray(keywordEnd + 1);
  return (isCompressed ? inflated(body, lengthMax) : body).toString('utf8').slice(0, lengthMax);
}

function inflated(bytes: Buffer, lengthMax: number): Buffer {
  return inflateSync(bytes, { maxOutputLength: lengthMax });
}
