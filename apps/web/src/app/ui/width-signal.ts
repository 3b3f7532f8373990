import { DestroyRef, inject, signal, type Signal } from '@angular/core';

/** How wide the window is, as a signal. Call it where a component is made. */
export function widthSignal(): Signal<number> {
  const width = signal(innerWidth);
  const follow = (): void => {
    width.set(innerWidth);
  };
  addEventListener('resize', follow);
  inject(DestroyRef).onDestroy(() => {
    removeEventListener('resize', follow);
  });
  return width.asReadonly();
}
