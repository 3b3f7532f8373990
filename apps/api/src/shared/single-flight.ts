/** While work for a key is under way, everyone who asks for that key gets the same promise. */
export class SingleFlight<Value> {
  readonly #running = new Map<string, Promise<Value>>();

  run(key: string, work: () => Promise<Value>): Promise<Value> {
    const running = this.#running.get(key);
    if (running) return running;
    const started = work().finally(() => this.#running.delete(key));
    this.#running.set(key, started);
    return started;
  }
}
