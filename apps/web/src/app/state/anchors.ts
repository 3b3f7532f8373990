import type { BrowseAnswer } from '#contracts';

/** `kept`: what the eye was on went from one place to another. `fresh`: begin at an item, or at the top. */
export type Anchor = { kind: 'kept'; from: number; to: number } | { kind: 'fresh'; at: number | null };

/** What the eye is on: it must not move when everything else does. `reach` is how many items are in sight. */
export interface Eye {
  readonly index: number;
  /** null while its row has not arrived. */
  readonly path: string | null;
  readonly reach: number;
}

/** How what is shown carries over to an answer. */
export function anchorIn(answer: BrowseAnswer, eye: Eye | null): Anchor {
  const located = answer.located ?? null;
  if (eye === null) return { kind: 'fresh', at: located };
  // What the eye was on is gone, or had not arrived yet: what stands in its place is nearest to it.
  return { kind: 'kept', from: eye.index, to: Math.max(0, Math.min(answer.total - 1, located ?? eye.index)) };
}

export function stay(index: number): Anchor {
  return { kind: 'kept', from: index, to: index };
}

/** So many items have no size yet. */
export function unknownIn(layout: Uint16Array): number {
  let unknown = 0;
  for (const ratio of layout) if (ratio === 0) unknown += 1;
  return unknown;
}
