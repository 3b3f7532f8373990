import type { ItemReplacement, LabelPatch, Operation, Sidecar, Star } from '#contracts';
import { ask, type Answer } from './http-client.ts';
import { patched, undone, untouched, type LabelState } from './label-state.ts';
import { bulk, labelOf, patch, put, undo } from './labels.ts';
import type { ItemEvent } from './linearizability.ts';
import type { SeededRandom } from './seeded-random.ts';

export type Told = Pick<LabelState, 'star' | 'tags' | 'notes'>;
export type LabelEvent = ItemEvent<Told>;
type Times = Pick<LabelEvent, 'invokedAt' | 'answeredAt'>;

/** A write of which only history tells what it did to which item. */
export interface GestureRecord extends Times {
  readonly gesture: string;
  readonly apply: (state: Told, path: string) => Told;
}

export interface Refusal {
  readonly path: string;
  readonly base: number;
  readonly current: number;
  readonly fields: readonly string[];
}

/** What all clients of one round did, and were told. */
export class Recording {
  readonly events = new Map<string, LabelEvent[]>();
  readonly gestures: GestureRecord[] = [];
  /** Every accepted single write, too: its number stands in history. */
  readonly accepted: (Times & { readonly gesture: string })[] = [];
  /** Several items in one answer: the version of each. */
  readonly pictures: (Times & { readonly versions: ReadonlyMap<string, number> })[] = [];
  readonly refusals: Refusal[] = [];

  add(path: string, event: LabelEvent): void {
    this.events.set(path, [...(this.events.get(path) ?? []), event]);
  }
}

const words = ['a', 'b', 'c', 'd'];
const starValues: readonly Star[] = [null, 1, 2, 3];

/** One who does what comes to mind, and writes down when, and what came of it. */
export class RecordedClient {
  private readonly seen = new Map<string, number>();
  private readonly known: string[] = [];
  private count = 0;

  constructor(
    private readonly server: { readonly url: string },
    private readonly recording: Recording,
    private readonly random: SeededRandom,
    private readonly paths: readonly string[],
    private readonly name: string,
  ) {}

  async act(): Promise<void> {
    this.count += 1;
    const chance = this.random.next();
    const path = this.random.pick(this.paths);
    if (chance < 0.25) return this.read(path);
    if (chance < 0.35) return this.look();
    if (chance < 0.5) return this.writeMany();
    if (chance < 0.6 && this.known.length > 0) return this.takeBack();
    return this.write(path, chance < 0.7);
  }

  private async read(path: string): Promise<void> {
    const invokedAt = performance.now();
    const label = await labelOf(this.server, path);
    this.saw(path, label, { invokedAt, answeredAt: performance.now() });
  }

  /** All of them in one answer. */
  private async look(): Promise<void> {
    const { server, recording, random, paths } = this;
    const folder = paths[0]!.slice(0, paths[0]!.lastIndexOf('/'));
    const invokedAt = performance.now();
    const { items } = random.chance(0.5)
      ? (await ask(server, 'folders', { query: { path: folder } })).body
      : (await ask(server, 'browse', { body: { path: folder, recursive: false } })).body;
    const times = { invokedAt, answeredAt: performance.now() };
    for (const { path, version, star, tags, comments: notes } of items)
      recording.add(path, { kind: 'read', version, state: { star, tags, notes }, ...times });
    recording.pictures.push({ ...times, versions: new Map(items.map(({ path, version }) => [path, version])) });
  }

  private async write(path: string, isWhole: boolean): Promise<void> {
    const { server, random, recording } = this;
    const last = this.seen.get(path) ?? 1;
    // Mostly on what was seen last; now and then on what is surely old, or on whatever is there.
    const base = random.chance(0.8) ? last : random.chance(0.5) ? Math.max(1, last - 1) : undefined;
    const label = { star: random.pick(starValues), tags: this.tags(), notes: `${this.name} ${this.count}` };
    const wish = base === undefined ? {} : { base };
    const change = this.change();
    const invokedAt = performance.now();
    const answer = await (isWhole ? put(server, path, label, wish) : patch(server, path, change, wish));
    const times = { invokedAt, answeredAt: performance.now() };
    if (answer.problem) return this.refused(path, answer, base, times);
    const { gesture_id: gesture, version } = answer.body;
    const state = toldBy(answer.body);
    this.seen.set(path, version);
    if (gesture === undefined) {
      if (base !== undefined && base !== version) throw new Error(`${base} was taken for the current ${version}`);
      return this.saw(path, answer.body, times);
    }
    this.known.push(gesture);
    recording.accepted.push({ gesture, ...times });
    const apply = (before: Told): Told => (isWhole ? whole(label) : applied(before, change));
    recording.add(path, { kind: 'write', version, state, apply, ...wish, ...times });
  }

  private refused(path: string, answer: Answer<Sidecar>, base: number | undefined, times: Times): void {
    const { error, current, changed_fields: fields = [] } = answer.problem!;
    if (error !== 'version_conflict' || base === undefined)
      throw new Error(`${path} on ${String(base)}: ${answer.bytes.toString()}`);
    // Promised for an item's conflict.
    const label = current as Sidecar;
    if (answer.headers.etag !== `"${label.version}"`) throw new Error(`ETag ${String(answer.headers.etag)}`);
    this.recording.refusals.push({ path, base, current: label.version, fields });
    this.recording.add(path, {
      kind: 'read',
      version: label.version,
      state: toldBy(label),
      refusedBase: base,
      ...times,
    });
    this.seen.set(path, label.version);
  }

  private async writeMany(): Promise<void> {
    const change = this.change();
    const paths = this.random.shuffled(this.paths).slice(0, this.random.between(1, this.paths.length));
    const invokedAt = performance.now();
    const { gesture_id: gesture } = (await bulk(this.server, { scope: { paths }, patch: change })).body;
    if (gesture === null) return;
    this.known.push(gesture);
    const apply = (state: Told): Told => applied(state, change);
    this.recording.gestures.push({ gesture, apply, invokedAt, answeredAt: performance.now() });
  }

  private async takeBack(): Promise<void> {
    const target = this.random.pick(this.known);
    const invokedAt = performance.now();
    const { gesture_id: gesture } = (await undo(this.server, target)).body;
    const answeredAt = performance.now();
    if (gesture === null) return;
    this.known.push(gesture);
    this.recording.gestures.push({ gesture, apply: this.backTo(target), invokedAt, answeredAt });
  }

  /** Filled with what history tells, after the round. */
  readonly histories = new Map<string, readonly Operation[]>();

  private backTo(target: string): GestureRecord['apply'] {
    return (state, path) => {
      const operation = this.histories.get(path)?.find(({ gesture_id }) => gesture_id === target);
      return operation ? whole(undone({ ...untouched, ...state }, operation)) : state;
    };
  }

  private saw(path: string, label: Sidecar, times: Times): void {
    this.seen.set(path, label.version);
    this.recording.add(path, { kind: 'read', version: label.version, state: toldBy(label), ...times });
  }

  private change(): Pick<LabelPatch, 'set_star' | 'add_tags' | 'remove_tags'> {
    const kind = this.random.below(3);
    if (kind === 0) return { set_star: this.random.pick(starValues) };
    if (kind === 1) return { add_tags: this.tags() };
    return { remove_tags: this.tags(), add_tags: this.tags() };
  }

  private tags(): string[] {
    return this.random.shuffled(words).slice(0, this.random.between(1, 2));
  }
}

function toldBy({ star, tags, notes }: Sidecar): Told {
  return { star, tags, notes };
}

function whole({ star, tags, notes }: ItemReplacement | LabelState): Told {
  return { star, tags: [...tags], notes };
}

function applied(state: Told, change: LabelPatch): Told {
  return whole(patched({ ...untouched, ...state }, change));
}
