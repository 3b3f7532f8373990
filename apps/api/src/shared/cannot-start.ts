/** The server cannot or must not start. The message is for the operator: what is wrong, where, and the way out. */
export class CannotStart extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'CannotStart';
  }
}
