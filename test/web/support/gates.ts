/** Calls that are answered when the test says so, and that notice being called off. */
export class Gates<A, R> {
  readonly open: {
    readonly args: A;
    readonly signal: AbortSignal;
    answer(value: R): void;
    fail(error: Error): void;
  }[] = [];
  /** Every call that was ever made. */
  readonly calls: A[] = [];
  most = 0;

  call(args: A, signal: AbortSignal = new AbortController().signal): Promise<R> {
    this.calls.push(args);
    return new Promise<R>((answer, fail) => {
      const leave = (): void => {
        const place = this.open.indexOf(gate);
        if (place >= 0) this.open.splice(place, 1);
      };
      const gate = {
        args,
        signal,
        answer: (value: R) => {
          leave();
          answer(value);
        },
        fail: (error: Error) => {
          leave();
          fail(error);
        },
      };
      this.open.push(gate);
      this.most = Math.max(this.most, this.open.length);
      signal.addEventListener('abort', () => {
        gate.fail(new DOMException('called off', 'AbortError'));
      });
    });
  }
}
