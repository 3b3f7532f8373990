import { ChangeDetectionStrategy, Component, effect, inject } from '@angular/core';
import { RouterOutlet } from '@angular/router';
import { Preferences } from './state/preferences.ts';

/** The page as such: its routes, and its theme. */
@Component({
  selector: 'll-root',
  imports: [RouterOutlet],
  template: '<router-outlet />',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class App {
  constructor() {
    const preferences = inject(Preferences);
    effect(() => {
      document.documentElement.dataset['theme'] = preferences.theme();
      // The bar of a phone's browser takes the colour of ours.
      const colour = getComputedStyle(document.body).backgroundColor;
      document.querySelector('meta[name=theme-color]')?.setAttribute('content', colour);
    });
  }
}
