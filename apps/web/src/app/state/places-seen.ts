const NAME = 'lenslet:places';
/** So many questions are remembered; those that were asked last. */
const KEPT = 50;

/** Where this person was in the answer to each question, by the path of an item, for as long as the tab is there. */
export class PlacesSeen {
  private readonly paths: Map<string, string>;

  constructor(private readonly storage: Storage | null) {
    this.paths = new Map(read(storage));
  }

  of(question: string): string | null {
    return this.paths.get(question) ?? null;
  }

  note(question: string, path: string): void {
    this.paths.delete(question);
    this.paths.set(question, path);
    const oldest = this.paths.keys().next();
    if (this.paths.size > KEPT && oldest.done !== true) this.paths.delete(oldest.value);
    try {
      this.storage?.setItem(NAME, JSON.stringify([...this.paths]));
    } catch {
      // Storage is full or off: it is known until the page is loaded again.
    }
  }
}

function read(storage: Storage | null): [string, string][] {
  try {
    const kept: unknown = JSON.parse(storage?.getItem(NAME) ?? '[]');
    return Array.isArray(kept) ? kept.filter(isPair) : [];
  } catch {
    // Storage is off, or another program wrote there.
    return [];
  }
}

function isPair(pair: unknown): pair is [string, string] {
  return Array.isArray(pair) && pair.length === 2 && pair.every((each) => typeof each === 'string');
}
