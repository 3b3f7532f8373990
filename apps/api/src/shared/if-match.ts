import { Problem } from './problem.ts';

/** Which version a write was made against: `any` is the declared `whatever is there`, else one of these. */
export type Base = 'any' | readonly number[];

const form = /^(?:W\/)?"([1-9]\d*)"$/;
const bare = /^[1-9]\d*$/;
const longest = 1000;

/**
 * If-Match as we write it in ETags, several of them, or `*`. A bare number and a weak tag are taken for what they
 * obviously mean; anything else is refused, because guessing here could overwrite what somebody else wrote.
 */
export function readIfMatch(header: string | undefined): Base | undefined {
  if (header === undefined) return undefined;
  const text = header.trim();
  if (text === '*') return 'any';
  const versions = text.length > longest ? [NaN] : text.split(',').map((part) => versionIn(part.trim()));
  if (versions.every(Number.isSafeInteger)) return versions;
  throw new Problem('invalid_if_match', 'If-Match must be the ETag of the item, such as "12", or * for any version.');
}

/** The header or the body names the version; both may, if they agree. */
export function baseOf(ifMatch: Base | undefined, version: number | undefined): Base {
  if (ifMatch === undefined && version === undefined) {
    throw new Problem(
      'missing_base_version',
      'A write names the version it was made against: send If-Match with the ETag that you read, or base_version.',
    );
  }
  if (ifMatch === undefined) return [version ?? 0];
  const doAgree = version === undefined || (ifMatch !== 'any' && ifMatch.every((each) => each === version));
  if (doAgree) return ifMatch;
  throw new Problem('version_mismatch', 'If-Match and base_version name different versions.', {
    field: 'base_version',
  });
}

function versionIn(part: string): number {
  return bare.test(part) ? Number(part) : Number(form.exec(part)?.[1] ?? NaN);
}
