/** The shortest handle that can be hit, with a pointer and with a finger. */
export const LEAST_HANDLE = 44;

/** Where a handle of a bar is drawn, in pixels from the top of the bar. */
export interface Handle {
  readonly top: number;
  readonly length: number;
}

export function handleOf({ at, share, height }: { at: number; share: number; height: number }): Handle {
  const length = Math.round(Math.min(height, Math.max(LEAST_HANDLE, share * height)));
  return { top: Math.round(at * (height - length)), length };
}

/** The share of the way at which a handle has this place. */
export function shareAt(top: number, { length }: Handle, height: number): number {
  const way = height - length;
  return way <= 0 ? 0 : Math.max(0, Math.min(1, top / way));
}
