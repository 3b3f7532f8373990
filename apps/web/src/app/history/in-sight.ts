import { DestroyRef, Directive, ElementRef, afterNextRender, inject, output } from '@angular/core';

/** Tells when an element comes near to what is seen of the page, and when it has left. */
@Directive({ selector: '[llInSight]' })
export class InSight {
  readonly inSight = output<boolean>({ alias: 'llInSight' });

  constructor() {
    const { nativeElement } = inject<ElementRef<HTMLElement>>(ElementRef);
    let observer: IntersectionObserver | null = null;
    // Before that it is in no page, and nothing scrolls it.
    afterNextRender(() => {
      observer = new IntersectionObserver(
        (entries) => {
          const last = entries.at(-1);
          if (last) this.inSight.emit(last.isIntersecting);
        },
        // Nearly a screen ahead, so that what is scrolled to is there.
        { root: nativeElement.closest('.scroller'), rootMargin: '600px 0px' },
      );
      observer.observe(nativeElement);
    });
    inject(DestroyRef).onDestroy(() => {
      observer?.disconnect();
    });
  }
}
