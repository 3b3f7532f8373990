import { Dialogs } from '../../apps/web/src/app/state/dialogs.ts';
import { Keyboard } from '../../apps/web/src/app/state/keyboard.ts';

interface Desk {
  readonly done: string[];
  readonly press: (key: string, more?: KeyboardEventInit) => boolean;
  readonly dialogs: Dialogs;
}

/** Keys of the page: answers whether a key was ours. */
function desk(): Desk {
  const keyboard = new Keyboard();
  const dialogs = new Dialogs(keyboard);
  const done: string[] = [];
  keyboard.push({
    isModal: false,
    handlers: { ...dialogs.handlers, 'star-5': () => done.push('star'), tree: () => done.push('tree') },
  });
  const press = (key: string, more: KeyboardEventInit = {}): boolean => {
    const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more });
    const hear = (heard: KeyboardEvent): void => {
      keyboard.handle(heard);
    };
    document.addEventListener('keydown', hear, { once: true });
    document.body.dispatchEvent(event);
    return event.defaultPrevented;
  };
  return { done, dialogs, press };
}

function field(html = '<input>'): HTMLInputElement {
  document.body.innerHTML = html;
  const found = document.querySelector('input');
  if (found === null) throw new Error('There is no field.');
  return found;
}

describe('what is typed before the field is there', () => {
  test('UI8: stands in the field when it comes, is no command, and is heard there as if it had been typed', () => {
    const { done, dialogs, press } = desk();
    press('k', { ctrlKey: true });
    for (const key of ['b', '5', 'x', 'Backspace', 'é']) expect(press(key)).toBe(true);
    const line = field();
    const heard: string[] = [];
    line.addEventListener('input', () => heard.push(line.value));
    dialogs.takeTyped(line);
    expect([line.value, heard.at(-1), done]).toEqual(['b5é', 'b5é', []]);
    // Once: the next field begins empty.
    const other = field();
    dialogs.takeTyped(other);
    expect(other.value).toBe('');
  });

  test('UI8: replaces what is marked there, and Enter is told to the field, else to its form', () => {
    const { dialogs, press } = desk();
    dialogs.open('view');
    for (const key of ['N', 'e', 'w', 'Enter']) press(key);
    const line = field('<form><input value="before"></form>');
    const sent: string[] = [];
    line.form?.addEventListener('submit', (event) => {
      event.preventDefault();
      sent.push(line.value);
    });
    line.select();
    dialogs.takeTyped(line);
    expect(sent).toEqual(['New']);
  });

  test('UI8: the key that asked is not typed, however long it is held; no chord, and nothing that is being composed', () => {
    const { dialogs, press } = desk();
    press('k', { ctrlKey: true });
    press('k', { ctrlKey: true, repeat: true });
    press('k', { repeat: true });
    press('a', { metaKey: true });
    press('日', { isComposing: true });
    press('Shift', { shiftKey: true });
    press('o');
    press('o', { repeat: true });
    const line = field();
    dialogs.takeTyped(line);
    expect(line.value).toBe('oo');
  });

  test('UI8: waits for no field when the dialog is closed, or has none', () => {
    const { done, dialogs, press } = desk();
    dialogs.open('palette');
    press('a');
    dialogs.close();
    expect(done).toEqual([]);
    press('b');
    expect(done).toEqual(['tree']);
    dialogs.open('question');
    expect(press('b')).toBe(false);
    const line = field();
    dialogs.takeTyped(line);
    expect(line.value).toBe('');
  });
});
