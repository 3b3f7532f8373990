import type { EditTrouble } from '../sync/edit.ts';

/** Why the server did not take an edit, by kind. */
export function refusalWords(trouble: EditTrouble | null): string {
  if (trouble === null) return 'The server did not take this.';
  const { status, code, message } = trouble;
  if (code === 'result_expired')
    return 'The list that this was selected from is gone, so nothing was changed. Select the images once more.';
  // It never got as far as the server.
  if (status === 0) return message;
  if (status === 401 || status === 403) return `Permission denied. ${message}`;
  if (status === 404 || status === 410) return `Item missing. ${message}`;
  return `Invalid update. ${message}`;
}
