import { randomBytes } from 'node:crypto';
import type { BrowseQuery } from '#contracts';
import type { Clock } from '../shared/clock.ts';
import { NumberSet } from '../shared/number-set.ts';

/** Up to which changes of labels, of rows, of what the source says of these, and of what people did something has been looked at. */
export interface Revisions {
  readonly labels: number;
  readonly rows: number;
  readonly values: number;
  readonly activity: number;
}

/** What a query led to, and when it was asked: enough to tell later how things have moved on. */
export interface Found {
  readonly rows: Uint32Array;
  /** Folders were still being listed. */
  readonly isPartial: boolean;
  readonly query: BrowseQuery;
  readonly since: Revisions;
}

/** The answer to one query as it was at one moment. Its membership and order never change. */
export interface FrozenResult extends Found {
  readonly id: string;
  readonly members: NumberSet;
}

interface Kept extends FrozenResult {
  readonly key: string;
  readonly bytes: number;
  usedAt: number;
}

const keptMs = 15 * 60_000;
const keptBytes = 96 * 1024 * 1024;
/** What a result takes besides its rows, about: any number of small ones must not add up to what nobody counts. */
const bareBytes = 1024;

/** Results that someone may still scroll through: 15 minutes after their last use, within a bound of memory. */
export class FrozenResults {
  /** In the order of last use, the longest unused first. */
  readonly #byId = new Map<string, Kept>();
  readonly #idByKey = new Map<string, string>();
  #bytes = 0;

  constructor(
    private readonly clock: Clock,
    private readonly bytesMax = keptBytes,
  ) {}

  get size(): number {
    return this.#byId.size;
  }

  /** Equal questions about an unchanged gallery share one result. */
  findByKey(key: string): FrozenResult | undefined {
    const id = this.#idByKey.get(key);
    return id === undefined ? undefined : this.find(id);
  }

  find(id: string): FrozenResult | undefined {
    const result = this.#byId.get(id);
    if (!result) return undefined;
    this.#byId.delete(id);
    this.#byId.set(id, result);
    result.usedAt = this.clock.monotonic();
    return result;
  }

  keep(key: string, found: Found): FrozenResult {
    const id = randomBytes(12).toString('base64url');
    const members = NumberSet.of(found.rows);
    // The question is held as the key and as the query.
    const bytes = found.rows.byteLength + members.byteLength + bareBytes + key.length * 4;
    const result = { ...found, id, key, members, bytes, usedAt: this.clock.monotonic() };
    this.#byId.set(id, result);
    this.#idByKey.set(key, id);
    this.#bytes += bytes;
    this.prune();
    return result;
  }

  /** Forgets what nobody has used for long, and the longest unused when there is too much. The newest always stays. */
  prune(): void {
    const oldest = this.clock.monotonic() - keptMs;
    for (const result of this.#byId.values()) {
      const isTooMuch = this.#bytes > this.bytesMax && this.#byId.size > 1;
      if (!isTooMuch && result.usedAt >= oldest) return;
      this.#byId.delete(result.id);
      this.#bytes -= result.bytes;
      if (this.#idByKey.get(result.key) === result.id) this.#idByKey.delete(result.key);
    }
  }
}
