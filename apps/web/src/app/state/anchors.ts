import type { BrowseAnswer } from '#contracts';
import type { Anchor, Eye } from './gallery-store.ts';

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
