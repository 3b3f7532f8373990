const FIELDS = 'input, textarea, [contenteditable]';

/**
 * For `mousedown` on buttons beside images. A button that was clicked would keep the next Space and Enter for itself; so the keyboard
 * stays where it is, unless that is a text: whoever clicks elsewhere is done with it.
 */
export function keepKeys(event: Event): void {
  event.preventDefault();
  const { activeElement: active } = document;
  if (active instanceof HTMLElement && active.matches(FIELDS)) active.blur();
}
