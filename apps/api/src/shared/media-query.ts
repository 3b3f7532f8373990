import type { MediaQuery } from '#contracts';
import { parsePathQuery } from './path-query.ts';
import { Problem } from './problem.ts';

const fingerprintLength = 64;

/** An item, and the state of its file that the caller knows. */
export function parseMediaQuery(query: unknown): MediaQuery {
  // Made by parseStrictQuery: flat, and nothing but text.
  const { v, ...others } = query as Readonly<Record<string, string | undefined>>;
  const path = parsePathQuery(others);
  if (v !== undefined && v.length > fingerprintLength) {
    throw new Problem('invalid_field', 'v must be a fingerprint.', { field: 'v' });
  }
  return { path, ...(v === undefined ? {} : { v }) };
}
