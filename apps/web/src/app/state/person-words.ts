/** Who wrote something. Without a name the server knows the number of a tab only, which says nothing to people. */
export function personWords(by: string): string {
  return /^(client:|server$|local$)/.test(by) ? 'Someone' : by;
}
