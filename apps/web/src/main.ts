import { bootstrapApplication } from '@angular/platform-browser';
import { App } from './app/app.ts';
import { wiring } from './app/wiring.ts';

bootstrapApplication(App, wiring).catch((error: unknown) => {
  // Nothing is drawn yet that could show it.
  console.error(error);
});
