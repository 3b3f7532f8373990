import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { ItemRow, ItemsUpdated, ItemUpdated, LabelPatch, Metrics, MetricsUpdated, Star } from '#contracts';
import { StreamReader, StreamRefused, type Frame } from './event-stream.ts';
import { ask } from './http-client.ts';
import type { SeededRandom } from './seeded-random.ts';
import { waitFor } from './wait-for.ts';

/** What a follower holds of one item. */
export interface Held {
  readonly version: number;
  readonly star: Star;
  readonly tags: readonly string[];
  readonly notes: string;
  readonly metrics: Metrics;
}

interface Addressed {
  readonly url: string;
}

/** A restarted server has another address. While there is none, it is tried again and again. */
export type Address = () => Addressed | undefined;

const pageSize = 500;
/** Shorter than a browser's, so that a test sees many of them. */
const [backoffMinMs, backoffMaxMs] = [10, 250];

/** The whole gallery, as a page that is loaded now sees it, and where its stream is to go on. */
export async function readGallery(server: Addressed): Promise<{ state: Map<string, Held>; cursor: string }> {
  const body = { path: '/', recursive: true, sort: { key: 'path', dir: 'asc' }, offset: 0, limit: pageSize };
  const answer = await ask(server, 'browse', { body });
  if (answer.status !== 200) throw new StreamRefused(answer.status, answer.headers);
  if (answer.body.total > answer.body.items.length) throw new Error('A follower holds one page of items only.');
  return {
    state: new Map(answer.body.items.map((row) => [row.path, heldOf(row)])),
    cursor: String(answer.headers['x-sync-cursor']),
  };
}

async function readItem(server: Addressed, path: string): Promise<Held> {
  const answer = await ask(server, 'item', { query: { path } });
  if (answer.status !== 200) throw new StreamRefused(answer.status, answer.headers);
  const { version, star, tags, notes, metrics = {} } = answer.body;
  return { version, star, tags, notes, metrics };
}

function heldOf({ version, star, tags, comments, metrics = {} }: ItemRow): Held {
  return { version, star, tags, notes: comments, metrics };
}

/** Tags are set, then removed, then added. */
export function applyPatch(held: Held, version: number, patch: LabelPatch): Held {
  const { set_star, set_notes, set_tags, remove_tags = [], add_tags = [] } = patch;
  const left = (set_tags ?? held.tags).filter((tag) => !remove_tags.includes(tag));
  return {
    version,
    star: set_star === undefined ? held.star : set_star,
    tags: [...new Set([...left, ...add_tags])],
    notes: set_notes ?? held.notes,
    metrics: held.metrics,
  };
}

/** A page of the gallery that goes by the rules of the stream: what it holds is what the server has, a moment later. */
export class LiveFollower {
  state = new Map<string, Held>();
  /** Streams that it has opened after the first. */
  reconnects = 0;
  resyncs = 0;
  /** Times that it asked for items again, because an event did not say enough. */
  refetches = 0;
  /** What it was answered that no server should answer. */
  readonly complaints: string[] = [];
  /** The events since each time that it read the whole gallery: the number there, and those that came after. */
  readonly runs: { readonly from: number; readonly ids: number[] }[] = [];
  reader: StreamReader | undefined;
  /** Where it goes on. */
  cursor = '';
  #isOver = false;
  #working: Promise<void> | undefined;

  constructor(
    private readonly address: Address,
    private readonly random: SeededRandom,
  ) {}

  /** Resolves when it holds the gallery, and hears. */
  async start(): Promise<this> {
    this.#working = this.work();
    await waitFor(() => this.reader, 'the follower to read the gallery and open the stream', { seconds: 30 });
    return this;
  }

  async stop(): Promise<void> {
    this.#isOver = true;
    this.drop();
    await this.#working;
  }

  /** As when a tab loses its network: it comes back by itself. */
  drop(): void {
    this.reader?.close();
  }

  get head(): number {
    return Number(this.cursor.split('.')[1]);
  }

  /** Numbers that do not follow the one before: left out, told twice, or out of order. */
  get disorder(): string[] {
    return this.runs.flatMap(({ from, ids }) =>
      ids.flatMap((id, at) => {
        const before = at === 0 ? from : ids[at - 1]!;
        return id === before + 1 ? [] : [`${id} came after ${before}`];
      }),
    );
  }

  /** Waits until it holds what the server has. What is still different when time is up is told. */
  async settled(seconds = 20): Promise<string[]> {
    let found = ['It was not compared.'];
    await waitFor(
      async () => {
        found = await this.differences();
        return found.length === 0;
      },
      'the follower to hold what the server has',
      { seconds, everyMs: 50 },
    ).catch(() => undefined);
    return found;
  }

  private async differences(): Promise<string[]> {
    const server = this.address();
    if (!server) return ['There is no server.'];
    const { state, cursor } = await readGallery(server);
    // What it asked for again may be ahead of what it has heard.
    if (this.head < Number(cursor.split('.')[1])) return [`It has heard up to ${this.cursor}, not ${cursor}.`];
    return [...new Set([...state.keys(), ...this.state.keys()])].flatMap((path) => {
      const [theirs, ours] = [state.get(path), this.state.get(path)];
      return isDeepStrictEqual(theirs, ours) ? [] : [`${path}: ${JSON.stringify({ theirs, ours })}`];
    });
  }

  private async work(): Promise<void> {
    await this.readAll();
    while (!this.#isOver) {
      const reader = await this.patiently((server) => StreamReader.open(server, { cursor: this.cursor }));
      if (!reader) return;
      if (this.reader) this.reconnects += 1;
      this.reader = reader;
      await this.follow(reader);
      await this.waitAtMost(backoffMinMs);
    }
  }

  /** Until the stream has ended, for whatever reason, and all that came has been heard. */
  private async follow(reader: StreamReader): Promise<void> {
    if (this.#isOver) reader.close();
    for (let heard = 0; ; heard += 1) {
      while (reader.frames.length === heard && !reader.isClosed) await reader.news();
      const frame = reader.frames[heard];
      if (!frame) return;
      await this.hear(frame);
    }
  }

  private async hear({ event, data, id }: Frame): Promise<void> {
    if (event === 'resync') {
      this.resyncs += 1;
      await this.readAll();
      return;
    }
    if (event !== 'item-updated' && event !== 'metrics-updated' && event !== 'items-updated') return;
    // Since the gallery was read again: what came before that is in what was read.
    if (data.event_id <= this.head && this.runs.at(-1)?.ids.length === 0) return;
    this.runs.at(-1)?.ids.push(data.event_id);
    if (event === 'items-updated') await this.applyToMany(data);
    else if (event === 'item-updated') this.applyToOne(data);
    else await this.applyMetrics(data);
    if (id !== undefined) this.cursor = id;
  }

  private applyToOne({ path, version, star, tags, notes, metrics = {} }: ItemUpdated): void {
    if (this.isNews(path, version)) this.state.set(path, { version, star, tags, notes, metrics });
  }

  private async applyMetrics({ path, version, metrics }: MetricsUpdated): Promise<void> {
    const held = this.state.get(path);
    if (!held || !this.isNews(path, version)) return;
    if (held.version === version - 1) this.state.set(path, { ...held, version, metrics });
    else await this.refetch([path]);
  }

  private async applyToMany({ paths, versions, patch, truncated }: ItemsUpdated): Promise<void> {
    if (truncated || !patch) {
      await this.refetch([...this.state.keys()]);
      return;
    }
    for (const [at, path] of paths.entries()) {
      const [held, version] = [this.state.get(path), versions[at]!];
      if (!held || !this.isNews(path, version)) continue;
      if (held.version === version - 1) this.state.set(path, applyPatch(held, version, patch));
      else await this.refetch([path]);
    }
  }

  private isNews(path: string, version: number): boolean {
    const held = this.state.get(path);
    return held !== undefined && version > held.version;
  }

  private async refetch(paths: readonly string[]): Promise<void> {
    this.refetches += 1;
    const [first = ''] = paths;
    const found = await this.patiently(async (server) =>
      paths.length > 1 ? (await readGallery(server)).state : new Map([[first, await readItem(server, first)]]),
    );
    for (const path of paths) {
      const fresh = found?.get(path);
      if (fresh && this.isNews(path, fresh.version)) this.state.set(path, fresh);
    }
  }

  private async readAll(): Promise<void> {
    const found = await this.patiently(readGallery);
    if (!found) return;
    this.state = found.state;
    this.cursor = found.cursor;
    this.runs.push({ from: this.head, ids: [] });
  }

  /** B20: whatever the answer is, it is asked again, a little later each time. Nothing once it is over. */
  private async patiently<T>(work: (server: Addressed) => Promise<T>): Promise<T | undefined> {
    for (let wait = backoffMinMs; !this.#isOver; wait = Math.min(wait * 2, backoffMaxMs)) {
      const server = this.address();
      try {
        if (server) return await work(server);
      } catch (error) {
        // The server is going, is not there, or has no room: it will have. What is not that is for the test to see.
        const isExpected = error instanceof StreamRefused || (error as NodeJS.ErrnoException).code !== undefined;
        if (!isExpected) this.complaints.push(String(error));
      }
      await this.waitAtMost(wait);
    }
    return undefined;
  }

  /** Everyone a different time, so that not all come back in one moment. */
  private waitAtMost(milliseconds: number): Promise<void> {
    return pause(this.random.between(1, milliseconds));
  }
}
