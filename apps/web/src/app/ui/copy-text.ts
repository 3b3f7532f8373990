/** Puts a text on the clipboard. Over plain http there is no clipboard API, and the old way still works. */
export async function copyText(text: string): Promise<boolean> {
  try {
    // Typed as always there, but absent outside a secure context.
    const clipboard = navigator.clipboard as Clipboard | undefined;
    if (clipboard !== undefined) {
      await clipboard.writeText(text);
      return true;
    }
  } catch {
    // Not allowed here: the old way may be.
  }
  return copyBySelection(text);
}

function copyBySelection(text: string): boolean {
  const area = document.createElement('textarea');
  area.value = text;
  area.className = 'sr-only';
  document.body.append(area);
  const focused = document.activeElement;
  area.select();
  // Deprecated, and the only way there is over plain http.
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- plain http has no other clipboard
  const isDone = document.execCommand('copy');
  area.remove();
  if (focused instanceof HTMLElement) focused.focus({ preventScroll: true });
  return isDone;
}
