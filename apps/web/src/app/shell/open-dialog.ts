import { ChangeDetectionStrategy, Component, DestroyRef, inject } from '@angular/core';
import { Dialogs } from '../state/dialogs.ts';
import type { Command } from '../state/key-map.ts';
import { Keyboard } from '../state/keyboard.ts';
import { Modal } from '../ui/modal.ts';
import { SplitDialog } from '../views/split-dialog.ts';
import { ViewDialog } from '../views/view-dialog.ts';
import { ViewsConflict } from '../views/views-conflict.ts';
import { ExportDialog } from './export-dialog.ts';
import { GesturesDialog } from './gestures-dialog.ts';
import { ImportDialog } from './import-dialog.ts';
import { KeySheet } from './key-sheet.ts';
import { NameDialog } from './name-dialog.ts';
import { Palette } from './palette.ts';
import { QuestionDialog } from './question-dialog.ts';

/** Whichever dialog is open. Each screen has one of these: a dialog that nobody draws would keep all keys, and could not be closed. */
@Component({
  selector: 'll-open-dialog',
  imports: [
    ExportDialog,
    GesturesDialog,
    ImportDialog,
    KeySheet,
    Modal,
    NameDialog,
    Palette,
    QuestionDialog,
    SplitDialog,
    ViewDialog,
    ViewsConflict,
  ],
  templateUrl: './open-dialog.html',
  styleUrl: './open-dialog.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class OpenDialog {
  protected readonly dialogs = inject(Dialogs);
  private readonly keyboard = inject(Keyboard);

  constructor() {
    // By going back one leaves a screen with a dialog open. It is about what was there.
    inject(DestroyRef).onDestroy(() => {
      this.dialogs.close();
    });
  }

  protected choose(command: Command | null): void {
    this.dialogs.close();
    // At once: the next key may be text for what the command opens.
    if (command !== null) this.keyboard.run(command);
  }
}
