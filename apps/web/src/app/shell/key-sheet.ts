import { ChangeDetectionStrategy, Component, computed, inject, output, signal } from '@angular/core';
import { commandGroups, isShownHere, keysOf, wordsOf } from '../state/command-words.ts';
import { chordOf, type Command } from '../state/key-map.ts';
import { keyPresets, presetOf, type KeyPreset } from '../state/key-presets.ts';
import { isUnusual, keyless, withKey, withUsualKeys } from '../state/own-keys.ts';
import { Preferences, type OwnKeys } from '../state/preferences.ts';
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
  /** What the last change took from others, and how it was before. */
  protected readonly lost = signal<{ readonly says: string; readonly before: OwnKeys } | null>(null);
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
        isUnusual: isUnusual(this.preferences.ownKeys(), command),
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
    const isOwn = this.current() === undefined;
    this.change(preset.keys, isOwn ? 'Your own keys are gone' : null);
  }

  /** The next key is the one for the command; Escape leaves it as it was. */
  protected take(event: KeyboardEvent): void {
    const command = this.choosing();
    if (command === null || ['Shift', 'Control', 'Alt', 'Meta', 'Tab'].includes(event.key)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.choosing.set(null);
    if (event.key === 'Escape') return;
    const [chord, keys] = [chordOf(event), this.preferences.keys()];
    const had = keys[chord];
    const key = keysOf(chord).join(' ');
    this.change(
      withKey(this.preferences.ownKeys(), keys, command, chord),
      had === undefined || had === command ? null : `${key} was the key of “${wordsOf(had)}”`,
    );
  }

  protected setBack(command: Command): void {
    this.choosing.set(null);
    this.change(withUsualKeys(this.preferences.ownKeys(), command), null);
  }

  /** As it was before the last change. */
  protected takeBack(): void {
    const before = this.lost()?.before;
    if (before !== undefined) this.preferences.ownKeys.set(before);
    this.lost.set(null);
  }

  /** Says what is lost by it: whoever chooses a key does not see who had it. */
  private change(wished: OwnKeys, taken: string | null): void {
    const [before, keys] = [this.preferences.ownKeys(), this.preferences.keys()];
    this.preferences.ownKeys.set(wished);
    const without = keyless(keys, this.preferences.keys()).map((command) => `“${wordsOf(command)}”`);
    const parts = [
      ...(taken === null ? [] : [taken]),
      ...(without.length === 0 ? [] : [`without a key now: ${without.join(', ')}`]),
    ];
    this.lost.set(parts.length === 0 ? null : { says: `${parts.join('; ')}.`, before });
  }
}
