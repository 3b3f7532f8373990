/** A click that goes where a link leads; with a key or another button it opens a tab, which the browser does. */
export function isPlainClick(event: MouseEvent): boolean {
  return event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
}
