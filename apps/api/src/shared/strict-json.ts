import { Buffer, isUtf8 } from 'node:buffer';
import { limits } from '#contracts';
import { Problem } from './problem.ts';

/**
 * JSON as the standard has it and no further: UTF-8 without a byte order mark, at most so deep, no key that
 * reaches into prototypes, no half surrogate, no number that is not finite or not the one written (-0). What is read is exactly what was sent.
 */
export function parseStrictJson(body: Buffer): unknown {
  if (!isUtf8(body)) throw refused('The body is not valid UTF-8.');
  const text = body.toString('utf8');
  if (text.startsWith('\ufeff')) throw refused('The body begins with a byte order mark: leave it out.');
  if (depthOf(text) > limits.jsonDepth) {
    throw refused(`The body is nested more than ${String(limits.jsonDepth)} levels deep.`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw refused('The body is not valid JSON.');
  }
  refuseUnsafe(value);
  return value;
}

/** Counted on the text, before anything is built from it. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let isInText = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (isInText) {
      if (character === '\\') at += 1;
      else if (character === '"') isInText = false;
    } else if (character === '"') isInText = true;
    else if (character === '{' || character === '[') deepest = Math.max(deepest, ++depth);
    else if (character === '}' || character === ']') depth -= 1;
  }
  return deepest;
}

function refuseUnsafe(value: unknown): void {
  if (typeof value === 'string' && !value.isWellFormed()) throw refused('A text in the body is not valid Unicode.');
  if (typeof value === 'number' && !Number.isFinite(value)) throw refused('A number in the body is too large.');
  if (Object.is(value, -0)) throw refused('A number in the body is minus zero.');
  if (typeof value !== 'object' || value === null) return;
  for (const [key, part] of Object.entries(value)) {
    if (key === '__proto__' || key === 'constructor' || key === 'prototype') {
      throw new Problem('invalid_field', `The body may not have a field ${key}.`, { field: key });
    }
    refuseUnsafe(key);
    refuseUnsafe(part);
  }
}

function refused(message: string): Problem {
  return new Problem('invalid_json', message);
}
