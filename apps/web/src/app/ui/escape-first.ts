/** Escape closes what is on top, and whatever lies below, wherever the keyboard is, does not hear of it. Answers how to end that. */
export function escapeFirst(close: () => void): () => void {
  const press = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.isComposing || event.defaultPrevented) return;
    event.preventDefault();
    close();
  };
  // Capturing: the page listens on the document as well, and began before.
  document.addEventListener('keydown', press, true);
  return () => {
    document.removeEventListener('keydown', press, true);
  };
}
