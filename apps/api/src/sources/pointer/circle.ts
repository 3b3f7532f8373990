import { isWithin } from '../../shared/gallery-path.ts';

/** Where a folder really is: two that are the same, or lie in one another, can be told by it. */
export interface Extent {
  /** A disk, or a bucket of a store. */
  readonly store: string;
  /** With a slash at its beginning and none at its end. */
  readonly path: string;
}

/** A folder on the way that pointers have led, and what people know it by. */
export interface Link {
  readonly name: string;
  readonly extent: Extent;
}

/**
 * Whoever follows a pointer to a folder that holds one on the way to this pointer comes by again and again: the sentence
 * that names the way. Undefined where it is no circle.
 */
export function circleOf(way: readonly Link[], target: Extent): string | undefined {
  const met = way.find(({ extent }) => extent.store === target.store && isWithin(extent.path, target.path));
  if (!met) return undefined;
  const names = way.slice(way.indexOf(met)).map(({ name }) => name);
  const again = met.extent.path === target.path ? `back to ${met.name}` : `to a folder that holds ${met.name}`;
  return `The pointers lead in a circle: ${[...new Set(names)].join(' → ')}, and from there ${again}.`;
}
