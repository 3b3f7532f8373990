import type { OperationChanges } from '#contracts';

/** That the server took the label along when the file was renamed. */
export function followedWords({ followed }: OperationChanges): string[] {
  if (!followed) return [];
  const { from, to } = followed;
  const came = from === undefined ? [] : [`came with the renamed file from ${from}`];
  return to === undefined ? came : [...came, `what was here went with the renamed file to ${to}`];
}
