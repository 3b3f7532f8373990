/** The way to where one can sign in. Many requests may be refused before the page is gone: it is taken once. */
export class Departure {
  private isLeaving = false;

  constructor(private readonly go: () => void) {}

  /** The page goes, and comes back when somebody has signed in. */
  get isUnderWay(): boolean {
    return this.isLeaving;
  }

  /** The browser has kept the page, and shows it again. */
  comeBack(): void {
    this.isLeaving = false;
  }

  leave(): void {
    if (this.isLeaving) return;
    this.isLeaving = true;
    this.go();
  }
}
