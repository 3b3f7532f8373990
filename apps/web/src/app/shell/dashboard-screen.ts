import { ApplicationRef, ChangeDetectionStrategy, Component, DestroyRef, inject } from '@angular/core';
import { Dashboard } from '../dashboard/dashboard.ts';
import { Dialogs } from '../state/dialogs.ts';
import { Keyboard } from '../state/keyboard.ts';
import { OpenDialog } from './open-dialog.ts';
import { Toast } from './toast.ts';

/** The dashboard, and what can lie over it. Loaded when somebody goes there. */
@Component({
  selector: 'll-dashboard-screen',
  imports: [Dashboard, OpenDialog, Toast],
  template: `
    <ll-dashboard />
    <ll-toast />
    <ll-open-dialog />
  `,
  styles: `
    @media print {
      ll-toast {
        display: none;
      }
    }
  `,
  host: { '(document:keydown)': 'press($event)', '(document:pointerdown)': 'keyboard.listen()' },
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class DashboardScreen {
  protected readonly keyboard = inject(Keyboard);
  private readonly app = inject(ApplicationRef);

  constructor() {
    const { keys, palette, gestures } = inject(Dialogs).handlers;
    const handlers = Object.fromEntries(
      Object.entries({ keys, palette, gestures }).filter(([, handler]) => handler !== undefined),
    );
    inject(DestroyRef).onDestroy(this.keyboard.push({ isModal: false, handlers }));
  }

  protected press(event: KeyboardEvent): void {
    // What the key before has opened or closed is drawn before the next.
    this.app.tick();
    this.keyboard.handle(event);
  }
}
