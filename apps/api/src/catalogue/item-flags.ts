import type { ItemProblem } from '#contracts';

/** One byte per item. The low two bits hold why it cannot be shown, the others are facts. */
export const itemFlags = { headerKnown: 4, hasMeta: 8, hasThumb: 16, gone: 32 } as const;

const problems = [undefined, 'denied', 'undecodable', 'too_large'] as const;
const problemMask = 3;

export function problemOf(flags: number): ItemProblem | undefined {
  return flags & itemFlags.gone ? 'missing' : problems[flags & problemMask];
}

export function withProblem(flags: number, problem: ItemProblem | undefined): number {
  const code = problem === 'missing' ? 0 : problems.indexOf(problem);
  return (flags & ~problemMask) | Math.max(code, 0);
}
