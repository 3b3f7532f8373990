import {
  ChangeDetectionStrategy,
  Component,
  computed,
  inject,
  output,
  signal,
  viewChild,
  type ElementRef,
} from '@angular/core';
import { commandGroups, isShownHere, keysOf } from '../state/command-words.ts';
import { Dialogs } from '../state/dialogs.ts';
import type { Command } from '../state/key-map.ts';
import { Keyboard } from '../state/keyboard.ts';
import { LabelKeys } from '../state/label-keys.ts';
import { Preferences } from '../state/preferences.ts';
import { Modal } from '../ui/modal.ts';

const SHOWN = 9;

/** Every command by its name: type a few letters of it, Enter does it. */
@Component({
  selector: 'll-palette',
  imports: [Modal],
  templateUrl: './palette.html',
  styleUrl: './palette.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Palette {
  /** The command that was chosen; null when none was. */
  readonly closed = output<Command | null>();
  protected readonly dialogs = inject(Dialogs);
  private readonly preferences = inject(Preferences);
  private readonly keyboard = inject(Keyboard);
  private readonly labelKeys = inject(LabelKeys);
  private readonly modal = viewChild.required(Modal);
  private readonly line = viewChild.required<ElementRef<HTMLInputElement>>('line');
  private chosen: Command | null = null;
  protected readonly typed = signal('');
  protected readonly active = signal(0);
  protected readonly found = computed(() => {
    const words = this.typed().toLocaleLowerCase().split(/\s+/).filter(Boolean);
    const chords = Object.entries(this.preferences.keys());
    return commandGroups
      .flatMap(({ name, commands }) => commands.map((each) => ({ ...each, group: name })))
      .filter(({ command, words: says, group }) => {
        const text = `${group} ${says}`.toLocaleLowerCase();
        return command !== 'palette' && this.isOffered(command) && words.every((word) => text.includes(word));
      })
      .slice(0, SHOWN)
      .map((each) => ({
        ...each,
        keys: keysOf(chords.find(([chord, bound]) => bound === each.command && isShownHere(chord))?.[0] ?? ''),
      }));
  });

  private isOffered(command: Command): boolean {
    return this.keyboard.can(command) && this.labelKeys.offers(command);
  }

  protected type(): void {
    this.typed.set(this.line().nativeElement.value);
    this.active.set(0);
  }

  protected press(event: KeyboardEvent): void {
    if (event.isComposing) return;
    const count = this.found().length;
    if (event.key === 'ArrowDown') this.active.update((at) => (at + 1) % Math.max(1, count));
    else if (event.key === 'ArrowUp') this.active.update((at) => (at + count - 1) % Math.max(1, count));
    else if (event.key === 'Enter') this.choose(this.found()[this.active()]?.command ?? null);
    else return;
    event.preventDefault();
  }

  protected choose(command: Command | null): void {
    this.chosen = command;
    this.modal().close();
  }

  protected end(): void {
    this.closed.emit(this.chosen);
  }
}
