interface Flight<Value> {
  readonly began: number;
  readonly landing: Promise<Value>;
}

/** While work for a key is under way, everyone who asks for that key gets the same promise. */
export class SingleFlight<Value> {
  readonly #running = new Map<string, Flight<Value>>();
  #asked = 0;

  get isIdle(): boolean {
    return this.#running.size === 0;
  }

  run(key: string, work: () => Promise<Value>): Promise<Value> {
    const running = this.#running.get(key);
    if (running) return running.landing;
    const landing = work().finally(() => this.#running.delete(key));
    this.#running.set(key, { began: (this.#asked += 1), landing });
    return landing;
  }

  /** The same, but never with work that began before this call: what it saw may be older than what the caller knows. */
  async runAnew(key: string, work: () => Promise<Value>): Promise<Value> {
    const asked = (this.#asked += 1);
    for (let running = this.#running.get(key); running; running = this.#running.get(key)) {
      if (running.began > asked) return running.landing;
      await running.landing.catch(() => undefined);
    }
    return this.run(key, work);
  }
}
