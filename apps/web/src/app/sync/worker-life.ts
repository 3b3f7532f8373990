/** Not on pages that came over plain HTTP under a name. */
export const isLifeWatched = typeof navigator !== 'undefined' && 'locks' in navigator;

/** Held by a shared worker for as long as it lives: the browser takes it from a process that has crashed. */
export function holdLife(name: string): void {
  if (isLifeWatched) void navigator.locks.request(lockOf(name), () => new Promise(() => undefined));
}

/** Resolves when no worker of that name holds it, also when one has not begun to. Any number of tabs may wait. */
export async function watchLife(name: string, signal: AbortSignal): Promise<void> {
  await navigator.locks.request(lockOf(name), { mode: 'shared', signal }, () => undefined);
}

function lockOf(name: string): string {
  return `${name} lives`;
}
