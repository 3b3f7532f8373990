import { Directive, inject, input } from '@angular/core';
import { Router } from '@angular/router';

/** A link to somewhere in this page: a plain click stays in it, everything else is the browser's. */
@Directive({
  selector: 'a[llGo]',
  host: { '[attr.href]': 'llGo()', '(click)': 'go($event)' },
})
export class InAppLink {
  /** From the page's base on, without a slash in front. */
  readonly llGo = input.required<string>();
  private readonly router = inject(Router);

  protected go(event: MouseEvent): void {
    if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    void this.router.navigateByUrl(`/${this.llGo()}`);
  }
}
