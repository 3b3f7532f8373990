import { signal } from '@angular/core';
import type { Keyboard, KeyLayer } from './keyboard.ts';

/** The sheet of keys, the list of commands, one's own name, a question, what people did, files, a view, its parts, one that two have changed. */
export type DialogName =
  'keys' | 'palette' | 'name' | 'question' | 'gestures' | 'export' | 'import' | 'view' | 'split' | 'views-conflict';

/** Those that one types in. They are loaded late. */
const fields: ReadonlySet<DialogName> = new Set<DialogName>(['palette', 'name', 'view', 'split']);

/** Something to say yes or no to. */
export interface Question {
  readonly text: string;
  /** What the button is called that agrees. */
  readonly action: string;
  /** What agreeing means; that of an edit to many when left out. */
  readonly note?: string;
  readonly run: () => void;
}

/** Which dialog is open: one at a time. Keys in a dialog are its own, from the moment it is asked for until it is gone. */
export class Dialogs {
  private readonly shown = signal<DialogName | null>(null);
  readonly current = this.shown.asReadonly();

  /** What is asked, while the question is open. */
  private readonly asked = signal<Question | null>(null);
  readonly question = this.asked.asReadonly();

  /** The keys that open one, in the grid as in the viewer. */
  readonly handlers: KeyLayer['handlers'] = {
    keys: () => {
      this.open('keys');
    },
    palette: () => {
      this.open('palette');
    },
    gestures: () => {
      this.open('gestures');
    },
    export: () => {
      this.open('export');
    },
    import: () => {
      this.open('import');
    },
    'save-view': () => {
      this.open('view');
    },
    split: () => {
      this.open('split');
    },
  };

  private giveKeysBack: (() => void) | null = null;

  constructor(private readonly keyboard: Pick<Keyboard, 'push' | 'ahead'>) {}

  ask(question: Question): void {
    this.asked.set(question);
    this.open('question');
  }

  open(name: DialogName): void {
    this.giveKeysBack ??= this.keyboard.push({ isModal: true, handlers: {} });
    if (fields.has(name)) this.keyboard.ahead.begin();
    this.shown.set(name);
  }

  close(): void {
    this.giveKeysBack?.();
    this.giveKeysBack = null;
    this.keyboard.ahead.end();
    this.shown.set(null);
  }

  /** The field of the dialog has the keyboard. */
  takeTyped(field: HTMLInputElement): void {
    this.keyboard.ahead.give(field);
  }
}
