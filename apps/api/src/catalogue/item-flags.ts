import type { ItemProblem } from '#contracts';

/**
 * One byte per item. The low two bits hold why it cannot be shown, the others are facts. Those of the content, the two
 * highest, say whether the store knows its hash; a file that changes loses them with all others.
 */
export const itemFlags = { headerKnown: 4, hasMeta: 8, hasThumb: 16, gone: 32 } as const;

const contentBits = { known: 64, unread: 128, unreadable: 192 } as const;

/** `known`: kept in the store. `unread`: looked up there, and not found. `unreadable`: tried, and given up until it changes. */
export type ContentFact = keyof typeof contentBits;

export function contentOf(flags: number): ContentFact | undefined {
  const bits = flags & contentBits.unreadable;
  return bits === 0
    ? undefined
    : bits === contentBits.known
      ? 'known'
      : bits === contentBits.unread
        ? 'unread'
        : 'unreadable';
}

export function withContent(flags: number, fact: ContentFact): number {
  return (flags & ~contentBits.unreadable) | contentBits[fact];
}

const problems = [undefined, 'denied', 'undecodable', 'too_large'] as const;
const problemMask = 3;

export function problemOf(flags: number): ItemProblem | undefined {
  return flags & itemFlags.gone ? 'missing' : problems[flags & problemMask];
}

export function withProblem(flags: number, problem: ItemProblem | undefined): number {
  const code = problem === 'missing' ? 0 : problems.indexOf(problem);
  return (flags & ~problemMask) | Math.max(code, 0);
}
