import { DestroyRef, Directive, ElementRef, inject, output } from '@angular/core';

/** Tells when an element comes near to what is seen of the page, and when it has left. */
@Directive({ selector: '[llInSight]' })
export class InSight {
  readonly inSight = output<boolean>({ alias: 'llInSight' });

  constructor() {
    const { nativeElement } = inject<ElementRef<HTMLElement>>(ElementRef);
    const observer = new IntersectionObserver(
      (entries) => {
        const last = entries.at(-1);
        if (last) this.inSight.emit(last.isIntersecting);
      },
      // A screen ahead, so that what is scrolled to is there.
      { root: nativeElement.closest('.scroller'), rootMargin: '600px 0px' },
    );
    observer.observe(nativeElement);
    inject(DestroyRef).onDestroy(() => {
      observer.disconnect();
    });
  }
}
