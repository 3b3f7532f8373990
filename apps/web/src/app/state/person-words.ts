const nameless = /^(client:|server$|local$)/;

/** Who wrote something. Without a name the server knows the number of a tab only, which says nothing to people. */
export function personWords(by: string): string {
  return nameless.test(by) ? 'Someone' : by;
}

/** The same where one has to be told from another. */
export function personToChoose(by: string): string {
  return by.startsWith('client:') ? `Someone (${by.slice(7, 11)})` : personWords(by);
}
