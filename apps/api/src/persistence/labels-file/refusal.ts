/** Something in a file is not as it must be. Thrown where that is seen; whoever reads the file adds where it is. */
export class Refusal extends Error {
  constructor(
    reason: string,
    /** So is what comes behind it, as nobody knows where that begins. */
    readonly isOfRest = false,
  ) {
    super(reason);
    this.name = 'Refusal';
  }
}
