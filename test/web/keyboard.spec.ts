import { chordOf, type KeyPress } from '../../apps/web/src/app/state/key-map.ts';
import { Dialogs } from '../../apps/web/src/app/state/dialogs.ts';
import { Keyboard } from '../../apps/web/src/app/state/keyboard.ts';

function press(
  keyboard: Keyboard,
  key: string,
  target: Element = document.body,
  more: KeyboardEventInit = {},
): KeyboardEvent {
  const event = new KeyboardEvent('keydown', { key, code: '', bubbles: true, cancelable: true, ...more });
  target.addEventListener(
    'keydown',
    (heard) => {
      keyboard.handle(heard as KeyboardEvent);
    },
    { once: true },
  );
  target.dispatchEvent(event);
  return event;
}

function element(html: string): Element {
  document.body.innerHTML = html;
  return document.body.querySelector('#it') ?? document.body;
}

describe('the keyboard', () => {
  test('UI8 what covers everything stays on top of what comes later below it', () => {
    const keyboard = new Keyboard();
    const done: string[] = [];
    keyboard.push({ isModal: true, handlers: { left: () => done.push('viewer left') } });
    keyboard.push({ isModal: false, handlers: { left: () => done.push('grid left') } });
    press(keyboard, 'ArrowLeft');
    expect(done).toEqual(['viewer left']);
  });

  test('UI8 the topmost layer that knows a command has it, a modal one hides those below', () => {
    const keyboard = new Keyboard();
    const done: string[] = [];
    keyboard.push({
      isModal: false,
      handlers: { left: () => done.push('grid left'), inspector: () => done.push('inspector') },
    });
    press(keyboard, 'ArrowLeft');
    const remove = keyboard.push({ isModal: true, handlers: { left: () => done.push('viewer left') } });
    press(keyboard, 'ArrowLeft');
    press(keyboard, 'i');
    remove();
    press(keyboard, 'i');
    expect(done).toEqual(['grid left', 'viewer left', 'inspector']);
  });

  test('UI8 what is handled is not done by the browser as well; "not now" is left to it', () => {
    const keyboard = new Keyboard();
    keyboard.push({ isModal: false, handlers: { right: () => undefined, close: () => false } });
    expect(press(keyboard, 'ArrowRight').defaultPrevented).toBe(true);
    expect(press(keyboard, 'Escape').defaultPrevented).toBe(false);
    expect(press(keyboard, 'q').defaultPrevented).toBe(false);
  });

  test.each([
    ['<input id="it">', 'i', false],
    ['<textarea id="it"></textarea>', 'ArrowLeft', false],
    ['<input id="it" type="range">', 'ArrowLeft', false],
    ['<input id="it" type="range">', 'i', true],
    ['<button id="it"></button>', 'Enter', false],
    ['<button id="it"></button>', 'ArrowLeft', true],
    ['<div data-scrolls id="it"></div>', 'ArrowLeft', false],
    ['<div data-scrolls id="it"></div>', 'i', true],
    ['<div data-scrolls><button id="it"></button></div>', 'ArrowLeft', true],
    ['<div id="it" role="gridcell"></div>', 'Enter', true],
  ])('UI8 in %s the key %s is ours: %s', (html, key, isOurs) => {
    const keyboard = new Keyboard();
    const handlers = { left: () => true, inspector: () => true, open: () => true };
    keyboard.push({ isModal: false, handlers });
    expect(press(keyboard, key, element(html)).defaultPrevented).toBe(isOurs);
  });

  test('UI8 digits go by their place on the board, modifiers have one order', () => {
    const base: KeyPress = { key: '', code: '', ctrlKey: false, altKey: false, shiftKey: false, metaKey: false };
    expect(chordOf({ ...base, key: '&', code: 'Digit1' })).toBe('1');
    expect(chordOf({ ...base, key: 'Z', code: 'KeyZ', shiftKey: true, ctrlKey: true })).toBe('Ctrl+Shift+z');
    expect(chordOf({ ...base, key: 'PageDown', code: 'PageDown' })).toBe('PageDown');
  });

  test('UI8 letters go by their place on a board of another script, and by their name on any other', () => {
    const base: KeyPress = { key: '', code: '', ctrlKey: false, altKey: false, shiftKey: false, metaKey: false };
    expect(chordOf({ ...base, key: 'Т', code: 'KeyN', shiftKey: true })).toBe('Shift+n');
    expect(chordOf({ ...base, key: 'я', code: 'KeyZ', ctrlKey: true })).toBe('Ctrl+z');
    // Z and Y have changed places on a German board, and an ö is nobody's letter.
    expect(chordOf({ ...base, key: 'z', code: 'KeyY' })).toBe('z');
    expect(chordOf({ ...base, key: 'ö', code: 'Semicolon' })).toBe('ö');
  });

  test('UI19 what is typed into a field that was refused is no command, until one rests or turns to something else', () => {
    let now = 0;
    const keyboard = new Keyboard(undefined, () => now);
    const done: string[] = [];
    keyboard.push({
      isModal: false,
      handlers: {
        tags: () => {
          keyboard.hush();
        },
        tree: () => done.push('tree'),
        open: () => done.push('open'),
        close: () => done.push('close'),
      },
    });
    for (const key of ['t', 'a', 'b', 'c', 'Enter', 'Escape', 'b']) press(keyboard, key);
    expect(done).toEqual(['close', 'tree']);
    press(keyboard, 't');
    for (const moment of [1400, 2800, 4299, 5800]) {
      now = moment;
      press(keyboard, 'b');
    }
    expect(done).toEqual(['close', 'tree', 'tree']);
    press(keyboard, 't');
    keyboard.listen();
    press(keyboard, 'b');
    expect(done).toHaveLength(4);
  });

  test('UI8 a key that is held down walks on, and does anything else once', () => {
    const keyboard = new Keyboard();
    const done: string[] = [];
    keyboard.push({ isModal: false, handlers: { right: () => done.push('right'), 'star-4': () => done.push('star') } });
    for (const key of ['ArrowRight', '4'])
      for (const repeat of [false, true, true])
        expect(press(keyboard, key, document.body, { repeat }).defaultPrevented).toBe(true);
    expect(done).toEqual(['right', 'right', 'right', 'star']);
    // The key that led into a field is not typed there; a later one is.
    keyboard.push({ isModal: false, handlers: { tags: () => true } });
    const field = element('<input id="it">');
    press(keyboard, 't');
    expect(press(keyboard, 't', field, { repeat: true }).defaultPrevented).toBe(true);
    for (const repeat of [false, true]) expect(press(keyboard, 't', field, { repeat }).defaultPrevented).toBe(false);
    // Held down where nobody wants it, it is the browser's as before.
    for (const repeat of [false, true])
      expect(press(keyboard, ' ', document.body, { repeat }).defaultPrevented).toBe(false);
  });
});

test('UI8: keys belong to a dialog from the moment it is asked for, and to the images from the moment it is closed', () => {
  const keyboard = new Keyboard();
  const dialogs = new Dialogs(keyboard);
  const seen: string[] = [];
  keyboard.push({ isModal: false, handlers: { ...dialogs.handlers, open: () => seen.push('open') } });
  keyboard.run('keys');
  expect([dialogs.current(), keyboard.run('open'), keyboard.can('open')]).toEqual(['keys', false, true]);
  dialogs.open('palette');
  dialogs.close();
  expect([dialogs.current(), keyboard.run('open'), seen]).toEqual([null, true, ['open']]);
});
