/** Not on pages that came over plain HTTP under a name. */
export const isLifeWatched = typeof navigator !== 'undefined' && 'locks' in navigator;

/**
 * Held by a shared worker, or by a tab, for as long as it lives: the browser takes it from a process that has crashed.
 * `held` is called once it is. Answers with what lets go of it.
 */
export function holdLife(name: string, held: () => void = () => undefined): () => void {
  let letGo: () => void = () => undefined;
  const life = new Promise<void>((end) => (letGo = end));
  if (isLifeWatched) {
    void navigator.locks.request(lockOf(name), () => {
      held();
      return life;
    });
  }
  return letGo;
}

/** Resolves when nobody of that name holds it, also when one has not begun to. Any number may wait. */
export async function watchLife(name: string, signal?: AbortSignal): Promise<void> {
  await navigator.locks.request(lockOf(name), { mode: 'shared', ...(signal && { signal }) }, () => undefined);
}

function lockOf(name: string): string {
  return `${name} lives`;
}
