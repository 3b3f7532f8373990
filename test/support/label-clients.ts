import type { BulkPatch, ItemReplacement, LabelPatch, MetricsOfItem, RouteName, Sidecar, Star } from '#contracts';
import { ask, type Answer, type Wish } from './http-client.ts';
import { writeHeaders } from './labels.ts';
import type { SeededRandom } from './seeded-random.ts';

/** What a request asks for, in the words of the rules. */
export type Intent =
  | { readonly kind: 'patch'; readonly patch: LabelPatch }
  | { readonly kind: 'replace'; readonly label: ItemReplacement }
  | { readonly kind: 'bulk'; readonly patch: BulkPatch }
  | { readonly kind: 'metrics'; readonly items: readonly MetricsOfItem[] }
  | { readonly kind: 'undo'; readonly gesture: string };

/** A request as it was sent, and what its sender knows of it. */
export interface SentWrite {
  /** Its key, and the name of its author: that is how history tells whose an operation is. */
  readonly id: string;
  readonly name: RouteName;
  readonly wish: Wish;
  readonly intent: Intent;
  readonly paths: readonly string[];
  /** The version it was made against; whatever is there when left out. */
  readonly base?: number;
  readonly sentAt: number;
  answeredAt: number;
  /** No answer came, or one that says that nobody knows: `in doubt`. */
  outcome: 'in doubt' | 'accepted' | 'refused';
  answer?: Answer<unknown>;
}

/** What the body of an accepted write says of itself, whichever it is. */
export interface Accepted {
  readonly gesture_id?: string | null;
  readonly version?: number;
}

export interface Crowd {
  readonly size: number;
  readonly paths: readonly string[];
  /** Each has a chance of its own, so that two crowds never use the same keys. */
  readonly name: string;
}

const words = ['red', 'green', 'blue', 'sharp', 'dull', 'keep', 'drop', 'later'];
const starValues: readonly Star[] = [null, 0, 1, 2, 3, 4, 5];

/** Clients that write all the time, each on what it saw last. What they sent stays in `writes`. */
export class LabelClients {
  readonly writes = new Map<string, SentWrite>();
  /** What they were told that no server should say. */
  readonly complaints: string[] = [];
  /** Called at once when a write was accepted: the worst moment for a server to die. */
  onAccepted: () => void = () => undefined;
  private readonly undoable: string[] = [];
  private count = 0;

  constructor(
    private readonly random: SeededRandom,
    private readonly crowd: Crowd,
  ) {}

  /** Everyone writes until the connection ends, or `isOver`. */
  async work(server: { readonly url: string }, isOver: () => boolean = () => false): Promise<void> {
    await Promise.all(
      Array.from({ length: this.crowd.size }, async (_, client) => {
        const seen = new Map<string, number>();
        while (!isOver()) {
          const write = this.next(client, seen);
          this.writes.set(write.id, write);
          if (!(await this.send(server, write, seen))) return;
        }
      }),
    );
  }

  /** Once more, as it was. False when there was no answer. */
  async send(server: { readonly url: string }, write: SentWrite, seen = new Map<string, number>()): Promise<boolean> {
    let answer: Answer<unknown>;
    try {
      answer = await ask(server, write.name, write.wish);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === undefined) this.complaints.push(`${write.id}: ${String(error)}`);
      return false;
    }
    write.answeredAt = performance.now();
    write.answer = answer;
    const [path] = write.paths;
    if (answer.status === 200) {
      write.outcome = 'accepted';
      this.onAccepted();
      const { gesture_id, version } = answer.body as Accepted;
      if (version !== undefined) seen.set(path!, version);
      if (gesture_id && write.intent.kind !== 'metrics') this.undoable.push(gesture_id);
    } else if (answer.problem?.error === 'version_conflict') {
      write.outcome = 'refused';
      seen.set(path!, (answer.problem.current as Sidecar).version);
    } else if (answer.status !== 503 && answer.status !== 507) {
      this.complaints.push(`${write.id} was answered ${answer.bytes.toString()}`);
    }
    return true;
  }

  private next(client: number, seen: ReadonlyMap<string, number>): SentWrite {
    const { random, crowd } = this;
    const id = `${crowd.name} ${client} ${(this.count += 1)}`;
    const headers = (base?: number): Wish['headers'] & object =>
      writeHeaders({ key: id, by: id, client: `client ${client}`, ...(base === undefined ? {} : { base }) });
    const sent = { id, sentAt: performance.now(), answeredAt: Infinity, outcome: 'in doubt' } as const;
    const chance = random.next();
    if (chance < 0.15) {
      const paths = random.shuffled(crowd.paths).slice(0, random.between(2, 20));
      const patch = this.bulkPatch();
      const wish = { body: { scope: { paths }, patch }, headers: headers() };
      return { ...sent, name: 'bulk', paths, intent: { kind: 'bulk', patch }, wish };
    }
    if (chance < 0.25) {
      const paths = random.shuffled(crowd.paths).slice(0, random.between(1, 10));
      const items = paths.map((path) => ({ path, metrics: { [random.pick(words)]: random.next() } }));
      const wish = { body: { items }, headers: headers() };
      return { ...sent, name: 'pushMetrics', paths, intent: { kind: 'metrics', items }, wish };
    }
    if (chance < 0.32 && this.undoable.length > 0) {
      const gesture = random.pick(this.undoable.slice(-50));
      return {
        ...sent,
        name: 'undo',
        paths: [],
        intent: { kind: 'undo', gesture },
        wish: { id: gesture, headers: headers() },
      };
    }
    const path = random.pick(crowd.paths);
    const base = seen.get(path) ?? 1;
    const query = { path };
    if (chance < 0.4) {
      const label = { tags: this.someTags(), notes: id, star: random.pick(starValues) };
      const wish = { query, body: label, headers: headers(base) };
      return { ...sent, base, name: 'replaceItem', paths: [path], intent: { kind: 'replace', label }, wish };
    }
    const patch = { ...this.bulkPatch(), ...(random.chance(0.5) ? { set_notes: id } : {}) };
    const wish = { query, body: patch, headers: headers(base) };
    return { ...sent, base, name: 'patchItem', paths: [path], intent: { kind: 'patch', patch }, wish };
  }

  /** Changes nothing now and then, as people do. */
  private bulkPatch(): BulkPatch {
    const { random } = this;
    const kind = random.below(4);
    if (kind === 0) return { set_star: random.pick(starValues) };
    if (kind === 1) return { add_tags: this.someTags() };
    if (kind === 2) return { remove_tags: this.someTags() };
    return { set_star: random.pick(starValues), add_tags: this.someTags(), remove_tags: this.someTags() };
  }

  private someTags(): string[] {
    return this.random.shuffled(words).slice(0, this.random.between(1, 3));
  }
}
