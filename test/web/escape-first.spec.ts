import { Keyboard } from '../../apps/web/src/app/state/keyboard.ts';
import { escapeFirst } from '../../apps/web/src/app/ui/escape-first.ts';

const keyboard = new Keyboard();
const done: string[] = [];
const handle = (event: KeyboardEvent): void => {
  keyboard.handle(event);
};

function press(key: string): KeyboardEvent {
  const event = new KeyboardEvent('keydown', { key, code: '', bubbles: true, cancelable: true });
  document.body.dispatchEvent(event);
  return event;
}

describe('UI23: Escape, with something small open over a page that has keys of its own', () => {
  const ends: (() => void)[] = [];

  beforeEach(() => {
    done.length = 0;
    document.addEventListener('keydown', handle);
    const close = (): void => void done.push('page');
    ends.push(keyboard.push({ isModal: false, handlers: { close } }));
  });

  afterEach(() => {
    document.removeEventListener('keydown', handle);
    for (const end of ends.splice(0)) end();
  });

  const open = (name: string): void => {
    const end = escapeFirst(() => {
      done.push(name);
      end();
    });
    ends.push(end);
  };

  test('closes that, wherever the keyboard is, and the page the next time', () => {
    open('tip');
    expect(press('Escape').defaultPrevented).toBe(true);
    expect(done).toEqual(['tip']);
    press('Escape');
    expect(done).toEqual(['tip', 'page']);
  });

  test('closes one of two at a time', () => {
    open('tip');
    open('other tip');
    for (let turn = 0; turn < 3; turn++) press('Escape');
    expect(done).toEqual(['tip', 'other tip', 'page']);
  });

  test('and no other key is taken', () => {
    open('tip');
    expect(press('x').defaultPrevented).toBe(false);
    expect(done).toEqual([]);
  });
});
