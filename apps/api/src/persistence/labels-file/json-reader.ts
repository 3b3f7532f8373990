import type { FileWindow } from './file-window.ts';
import { passText, passValue } from './pass-value.ts';
import { countFields } from './plain-data.ts';
import { Refusal } from './refusal.ts';

/**
 * Reads a JSON text of any length piece by piece: its frame field by field, what is in it as whole values. Values are
 * plain data: no field stands twice in an object, none reaches into prototypes, every number is finite.
 */
export class JsonReader {
  constructor(private readonly window: FileWindow) {}

  /** The next character that is no space, '' at the end of the file. It becomes the place of refusals. */
  peek(): string {
    const { window } = this;
    for (;;) {
      for (; window.at < window.end; window.at += 1) {
        const byte = window.bytes[window.at] ?? 0;
        if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) {
          window.mark = window.at;
          return String.fromCharCode(byte);
        }
      }
      window.mark = window.at;
      if (!window.readMore()) return '';
    }
  }

  /**
   * The fields of an object that is too large to be read as one value, each as what `accept` makes of its name. Before
   * the next one is asked for, the value of the last has to be read.
   */
  *fields<T>(accept: (name: string) => T): Generator<T, void> {
    this.expect('{');
    if (this.take('}')) return;
    do {
      const name = this.name();
      const accepted = this.located(() => accept(name));
      this.expect(':');
      yield accepted;
    } while (this.take(','));
    this.expect('}');
  }

  value(): unknown {
    if (this.peek() === '') throw this.unexpected('a value');
    const fields = passValue(this.window);
    const value = this.parsed();
    return this.located(() => {
      if (countFields(value) !== fields) throw new Refusal('A field stands twice in one object.');
      return value;
    });
  }

  /** Gives a refusal its place: where the name or value that was read last begins. */
  located<T>(check: () => T): T {
    return this.window.located(check);
  }

  /** The error for the next character. */
  unexpected(wanted: string): Error {
    const found = this.peek();
    return this.window.refused(
      found === ''
        ? `Here should be ${wanted}, but the file ends: it was cut short.`
        : `Here should be ${wanted}, not ${JSON.stringify(found)}.`,
    );
  }

  private take(character: string): boolean {
    if (this.peek() !== character) return false;
    this.window.at += 1;
    return true;
  }

  private expect(character: string): void {
    if (!this.take(character)) throw this.unexpected(`"${character}"`);
  }

  private name(): string {
    if (this.peek() !== '"') throw this.unexpected('the name of a field in double quotes');
    passText(this.window);
    // Between double quotes is a text, or it was refused.
    return this.parsed() as string;
  }

  private parsed(): unknown {
    try {
      return JSON.parse(this.window.markedText());
    } catch {
      throw this.window.refused('This is not valid JSON.', this.window.mark);
    }
  }
}
