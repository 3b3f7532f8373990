import { ApplicationRef, ChangeDetectionStrategy, Component, DestroyRef, inject } from '@angular/core';
import { Dashboard } from '../dashboard/dashboard.ts';
import { Dialogs } from '../state/dialogs.ts';
import type { Command } from '../state/key-map.ts';
import { Keyboard } from '../state/keyboard.ts';
import { GesturesDialog } from './gestures-dialog.ts';
import { KeySheet } from './key-sheet.ts';
import { Palette } from './palette.ts';
import { QuestionDialog } from './question-dialog.ts';
import { Toast } from './toast.ts';

/** The dashboard, and what can lie over it. Loaded when somebody goes there. */
@Component({
  selector: 'll-dashboard-screen',
  imports: [Dashboard, GesturesDialog, KeySheet, Palette, QuestionDialog, Toast],
  template: `
    <ll-dashboard />
    <ll-toast />
    @switch (dialogs.current()) {
      @case ('keys') {
        <ll-key-sheet (closed)="dialogs.close()" />
      }
      @case ('palette') {
        <ll-palette (closed)="choose($event)" />
      }
      @case ('gestures') {
        <ll-gestures-dialog (closed)="dialogs.close()" />
      }
      @case ('question') {
        <ll-question-dialog (closed)="dialogs.close()" />
      }
    }
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
  protected readonly dialogs = inject(Dialogs);
  protected readonly keyboard = inject(Keyboard);
  private readonly app = inject(ApplicationRef);

  constructor() {
    const { keys, palette, gestures } = this.dialogs.handlers;
    const handlers = Object.fromEntries(
      Object.entries({ keys, palette, gestures }).filter(([, handler]) => handler !== undefined),
    );
    inject(DestroyRef).onDestroy(this.keyboard.push({ isModal: false, handlers }));
  }

  protected choose(command: Command | null): void {
    this.dialogs.close();
    if (command !== null) this.keyboard.run(command);
  }

  protected press(event: KeyboardEvent): void {
    // What the key before has opened or closed is drawn before the next.
    this.app.tick();
    this.keyboard.handle(event);
  }
}
