import { isDeepStrictEqual } from 'node:util';
import type { Gesture, GestureKind, Operation } from '#contracts';
import type { Accepted, Intent, SentWrite } from './label-clients.ts';
import {
  changesBetween,
  isSameChange,
  measured,
  patched,
  replaced,
  stateOf,
  undone,
  untouched,
  type LabelState,
} from './label-state.ts';
import { gesturesOf, historyOf, labelOf } from './labels.ts';

const kindOf = {
  patch: 'edit',
  replace: 'edit',
  bulk: 'bulk',
  metrics: 'metrics',
  undo: 'undo',
} as const satisfies Record<Intent['kind'], GestureKind>;

/**
 * Reads everything that a server tells of the past of some items, does it again by the rules, and compares: with the
 * state that it tells now, and with what those who wrote were told. Each call looks at what was added since the last.
 */
export class LabelAudit {
  /** What came of each write, by its id: one gesture, or none. */
  readonly applied = new Map<string, Gesture>();
  private readonly states = new Map<string, LabelState>();
  private readonly operations = new Map<string, Operation[]>();
  private lastSeq = 0;
  private complaints: string[] = [];

  constructor(private readonly paths: readonly string[]) {}

  /** What is wrong, in words. */
  async check(server: { readonly url: string }, writes: ReadonlyMap<string, SentWrite>): Promise<string[]> {
    this.complaints = [];
    const gestures = await gesturesOf(server, this.lastSeq);
    const histories = new Map<string, Operation[]>();
    for (const path of this.paths) histories.set(path, await historyOf(server, path, this.stateOf(path).version));
    const bySeq = this.inOrder(histories);
    for (const gesture of gestures) {
      const operations = bySeq.get(gesture.seq) ?? [];
      bySeq.delete(gesture.seq);
      this.replay(gesture, operations, writes);
    }
    for (const [seq, [operation]] of bySeq) this.complain(`${seq}: history knows of it, gestures do not`, operation);
    for (const path of this.paths) {
      const { star, tags, notes, version, metrics } = stateOf(await labelOf(server, path));
      const told = { star, tags, notes, version, metrics };
      const expected = this.stateOf(path);
      if (!isDeepStrictEqual(told, { ...expected, tags: [...expected.tags] }))
        this.complain(`${path} is not what its history led to`, { told, expected });
    }
    for (const write of writes.values()) this.compare(write);
    // One thing that goes wrong makes many others look wrong: the first few tell what it was.
    return this.complaints.slice(0, 10);
  }

  private stateOf(path: string): LabelState {
    return this.states.get(path) ?? untouched;
  }

  /** Operations of all items, by the number of the request that made them. */
  private inOrder(histories: ReadonlyMap<string, readonly Operation[]>): Map<number, Operation[]> {
    const bySeq = new Map<number, Operation[]>();
    for (const [path, operations] of histories) {
      let last = this.stateOf(path).version;
      let seq = 0;
      for (const operation of operations) {
        if (operation.path !== path) this.complain(`history of ${path} tells of another`, operation);
        if (operation.version !== last + 1) this.complain(`${path}: version ${operation.version} follows ${last}`);
        if (operation.seq <= seq) this.complain(`${path}: number ${operation.seq} follows ${seq}`);
        last = operation.version;
        seq = operation.seq;
        bySeq.set(seq, [...(bySeq.get(seq) ?? []), operation]);
      }
    }
    return bySeq;
  }

  private replay(gesture: Gesture, operations: readonly Operation[], writes: ReadonlyMap<string, SentWrite>): void {
    const { gesture_id, seq, updated_by, kind, count } = gesture;
    if (seq <= this.lastSeq) this.complain(`${gesture_id} has number ${seq} after ${this.lastSeq}`);
    this.lastSeq = Math.max(this.lastSeq, seq);
    if (count !== operations.length) this.complain(`${gesture_id} counts ${count}, history has ${operations.length}`);
    const write = writes.get(updated_by);
    if (!write) return this.complain(`${gesture_id} was done by nobody`, gesture);
    if (this.applied.has(write.id)) this.complain(`${write.id} was done twice`, [this.applied.get(write.id), gesture]);
    this.applied.set(write.id, gesture);
    this.operations.set(gesture_id, [...operations]);
    if (kind !== kindOf[write.intent.kind]) this.complain(`${write.id} became a gesture of another kind`, gesture);
    const byPath = new Map(operations.map((operation) => [operation.path, operation]));
    const touched = write.intent.kind === 'undo' ? this.pathsOf(write.intent.gesture) : write.paths;
    for (const path of touched) {
      const before = this.stateOf(path);
      const after = this.after(before, path, write.intent);
      const changes = changesBetween(before, after);
      const operation = byPath.get(path);
      byPath.delete(path);
      if (!changes || !operation) {
        if (changes) this.complain(`${write.id} is half done: nothing came of it on ${path}`, { changes, gesture });
        if (operation) this.complain(`${write.id} should have changed nothing on ${path}`, operation);
        continue;
      }
      if (!isSameChange(operation.changes, changes))
        this.complain(`${write.id} did something else on ${path}`, { told: operation.changes, expected: changes });
      if (operation.gesture_id !== gesture_id || operation.updated_by !== updated_by || operation.at !== gesture.at)
        this.complain(`${write.id} is told of in two ways`, { operation, gesture });
      if (write.base !== undefined && write.base !== before.version)
        this.complain(`${write.id} was made against version ${write.base}, and applied to ${before.version}`);
      this.states.set(path, { ...after, version: before.version + 1 });
    }
    if (byPath.size > 0) this.complain(`${write.id} changed what it did not name`, [...byPath.keys()]);
  }

  private pathsOf(gesture: string): string[] {
    return (this.operations.get(gesture) ?? []).map(({ path }) => path);
  }

  private after(state: LabelState, path: string, intent: Intent): LabelState {
    if (intent.kind === 'replace') return replaced(state, intent.label);
    if (intent.kind === 'metrics')
      return measured(state, intent.items.find((item) => item.path === path)?.metrics ?? {});
    if (intent.kind !== 'undo') return patched(state, intent.patch);
    const operation = this.operations.get(intent.gesture)?.find((each) => each.path === path);
    return operation ? undone(state, operation) : state;
  }

  /** What its sender was told, and what history says. */
  private compare({ id, outcome, answer, paths }: SentWrite): void {
    const gesture = this.applied.get(id);
    if (outcome === 'in doubt') return;
    if (outcome === 'refused') {
      if (gesture) this.complain(`${id} was refused, and done`, gesture);
      return;
    }
    const { gesture_id = null, version } = answer!.body as Accepted;
    if (gesture_id !== (gesture?.gesture_id ?? null))
      return this.complain(`${id} was accepted as ${String(gesture_id)}`, gesture);
    if (version === undefined || !gesture) return;
    const operation = this.operations.get(gesture.gesture_id)?.find(({ path }) => path === paths[0]);
    if (operation?.version !== version) this.complain(`${id} was told version ${version}`, operation);
  }

  private complain(what: string, about?: unknown): void {
    this.complaints.push(about === undefined ? what : `${what}: ${JSON.stringify(about)}`);
  }
}
