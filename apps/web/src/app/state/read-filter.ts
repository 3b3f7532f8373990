import { comparisons, limits, workedKinds, type Filter } from '#contracts';

type Check = (value: unknown) => boolean;

const text: Check = (value) => typeof value === 'string';
const number: Check = (value) => typeof value === 'number' && Number.isFinite(value);
const boolean: Check = (value) => typeof value === 'boolean';
const star: Check = (value) => value === null || [0, 1, 2, 3, 4, 5].some((each) => each === value);

function listOf(check: Check): Check {
  return (value) => Array.isArray(value) && value.length > 0 && value.every(check);
}

/** Some of these fields, at least one, and no others. */
function some(fields: Readonly<Record<string, Check>>): Check {
  return (value) => {
    if (typeof value !== 'object' || value === null) return false;
    const entries = Object.entries(value);
    return (
      entries.length > 0 &&
      entries.every(([name, inner]) => Object.hasOwn(fields, name) && fields[name]?.(inner) === true)
    );
  };
}

/** All of these, and some of those. */
function all(needed: Readonly<Record<string, Check>>, others: Readonly<Record<string, Check>> = {}): Check {
  const known = some({ ...needed, ...others });
  return (value) =>
    known(value) &&
    Object.keys(needed).every((name) => typeof value === 'object' && value !== null && Object.hasOwn(value, name));
}

const comparison = all({ op: (value) => comparisons.some((each) => each === value), value: number });
const wording = some({ contains: text, not_contains: text });
const time = some({ from: text, to: text });

/** The server takes an empty list here, as nobody and as no hour. */
const maybe =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check);
const within =
  (min: number, max: number): Check =>
  (value) =>
    Number.isInteger(value) && Number(value) >= min && Number(value) <= max;
const worked = some({
  ...{ by: maybe(text), from: text, to: text, hours: maybe(within(0, 23)), tz: text },
  kind: (value) => workedKinds.some((each) => each === value),
});
const part = all({ of: within(1, limits.parts), index: within(1, limits.parts) });

const kinds: Readonly<Record<string, Check>> = {
  stars: all({ in: listOf(star) }),
  tags: some({ all: listOf(text), any: listOf(text), none: listOf(text) }),
  labelled: all({ is: boolean }),
  name: wording,
  notes: wording,
  updated_by: all({ in: listOf(text) }),
  updated_at: time,
  added_at: time,
  width: comparison,
  height: comparison,
  size: comparison,
  type: all({ in: listOf(text) }),
  metric: all({ key: text }, { min: number, max: number, missing: boolean }),
  category: all({ key: text, in: listOf(text) }),
  worked: (value) => isEmpty(value) || worked(value),
  part: (value) => part(value) && isPart(value as { of: number; index: number }),
  or: (value) => listOf(isFilter)(value),
  not: (value) => isFilter(value),
};

/** Somebody, ever. */
function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

function isPart({ of, index }: { of: number; index: number }): boolean {
  return index <= of;
}

/** What comes from an address may be anything; what passes here can be drawn. The server has the last word. */
export function isFilter(value: unknown): value is Filter {
  if (typeof value !== 'object' || value === null) return false;
  const [entry, ...others] = Object.entries(value);
  if (entry === undefined || others.length > 0) return false;
  const [kind, inner] = entry as [string, unknown];
  return Object.hasOwn(kinds, kind) && kinds[kind]?.(inner) === true;
}
