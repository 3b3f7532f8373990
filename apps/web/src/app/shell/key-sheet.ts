import { ChangeDetectionStrategy, Component, computed, inject, output, signal } from '@angular/core';
import { commandGroups, isShownHere, keysOf } from '../state/command-words.ts';
import { chordOf, usualKeys, type Command } from '../state/key-map.ts';
import { keyPresets, presetOf, type KeyPreset } from '../state/key-presets.ts';
import { Preferences } from '../state/preferences.ts';
import { Icon } from '../ui/icon.ts';
import { Modal } from '../ui/modal.ts';

/** All keys, and the place to choose other ones. */
@Component({
  selector: 'll-key-sheet',
  imports: [Icon, Modal],
  templateUrl: './key-sheet.html',
  styleUrl: './key-sheet.css',
  host: { '(document:keydown)': 'take($event)' },
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class KeySheet {
  readonly closed = output();
  private readonly preferences = inject(Preferences);
  /** The command that waits for its new key. */
  protected readonly choosing = signal<Command | null>(null);
  protected readonly presets = keyPresets;
  protected readonly current = computed(() => presetOf(this.preferences.ownKeys()));
  protected readonly hint = computed(() => {
    const set = this.current()?.explained ?? 'Keys of your own; a set takes their place';
    return `${set}. Choose a line to give it another key.`;
  });
  protected readonly groups = computed(() => {
    const chords = Object.entries(this.preferences.keys());
    return commandGroups.map(({ name, commands }) => ({
      name,
      commands: commands.map(({ command, words }) => ({
        command,
        words,
        chords: chords
          .filter(([chord, bound]) => bound === command && isShownHere(chord))
          // One key on some keyboards, two on others.
          .filter(([chord], _, all) => chord !== 'Shift+?' || all.length === 1)
          .map(([chord]) => keysOf(chord)),
      })),
    }));
  });

  protected choose(command: Command): void {
    this.choosing.update((before) => (before === command ? null : command));
  }

  protected use(preset: KeyPreset): void {
    this.choosing.set(null);
    this.preferences.ownKeys.set(preset.keys);
  }

  /** The next key is the one for the command; Escape leaves it as it was. */
  protected take(event: KeyboardEvent): void {
    const command = this.choosing();
    if (command === null || ['Shift', 'Control', 'Alt', 'Meta', 'Tab'].includes(event.key)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.choosing.set(null);
    if (event.key === 'Escape') return;
    const before = Object.entries(this.preferences.keys()).filter(([, bound]) => bound === command);
    const freed = Object.fromEntries(before.map(([chord]) => [chord, null]));
    const wished = { ...this.preferences.ownKeys(), ...freed, [chordOf(event)]: command };
    this.preferences.ownKeys.set(
      Object.fromEntries(Object.entries(wished).filter(([chord, bound]) => (usualKeys[chord] ?? null) !== bound)),
    );
  }
}
