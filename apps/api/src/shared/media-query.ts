import type { MediaQuery } from '#contracts';
import { cleanPath } from './gallery-path.ts';
import { Problem } from './problem.ts';

const fingerprintLength = 64;

/** By hand, because a screen of thumbs is a hundred of these: the classes that guard other queries take 30 µs each. */
export function parseMediaQuery(query: unknown): MediaQuery {
  // Made by parseStrictQuery: flat, and nothing but text.
  const { path, v, ...others } = query as Readonly<Record<string, string | undefined>>;
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) {
    throw new Problem('invalid_field', `There is no field ${unknown} here.`, { field: unknown });
  }
  if (path === undefined) throw new Problem('invalid_field', 'path is missing.', { field: 'path' });
  if (v !== undefined && v.length > fingerprintLength) {
    throw new Problem('invalid_field', 'v must be a fingerprint.', { field: 'v' });
  }
  return { path: cleanPath(path), ...(v === undefined ? {} : { v }) };
}
