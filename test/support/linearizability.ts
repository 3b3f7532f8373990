import { isDeepStrictEqual } from 'node:util';

/** Something that a client did to one item, and what it was told. Times are those of the client. */
export interface ItemEvent<State> {
  /** `write`: it led to this version. `read`: it was told that this is the version, by whatever answer. */
  readonly kind: 'write' | 'read';
  readonly invokedAt: number;
  readonly answeredAt: number;
  readonly version: number;
  /** What it was told is there; nothing when it was not told. */
  readonly state?: State;
  /** Of a write: what it should make of the state before it. */
  readonly apply?: (state: State) => State;
  /** Of a write: the version that it was made against; any when left out. */
  readonly base?: number;
  /** Of a write that was refused: the version that it named, so that it cannot have been the current one. */
  readonly refusedBase?: number;
}

/** A write, whatever it wrote to, and its place in the order of all. */
export interface NumberedWrite {
  readonly seq: number;
  readonly invokedAt: number;
  readonly answeredAt: number;
}

/**
 * Could all this have happened one after the other, each thing at one moment between its request and its answer?
 * Versions are dense, so a write has one place only, and reads stand between the write of their version and the next.
 * It remains to choose the moments: as early as possible each, until one is later than its answer. Tells what is wrong.
 */
export function contradictionsOf<State>(events: readonly ItemEvent<State>[], initial: State): string[] {
  const wrong: string[] = [];
  const writes = new Map<number, ItemEvent<State>>();
  const reads = new Map<number, ItemEvent<State>[]>();
  for (const event of events) {
    const { kind, version, base, refusedBase } = event;
    if (kind === 'read') reads.set(version, [...(reads.get(version) ?? []), event]);
    else if (writes.has(version)) wrong.push(`version ${version} was written twice`);
    else writes.set(version, event);
    if (base !== undefined && version !== base + 1) wrong.push(`a write to version ${base} led to ${version}`);
    if (refusedBase === version) wrong.push(`a write to version ${version} was refused because it is the current one`);
  }
  const last = Math.max(1, ...writes.keys(), ...reads.keys());
  let state: State | undefined = initial;
  let now = -Infinity;
  const place = (event: ItemEvent<State>, what: string): void => {
    now = Math.max(now, event.invokedAt);
    // Go on from its answer: one that is out of place should not make all that follow look wrong.
    if (now > event.answeredAt) {
      wrong.push(`${what} was over before what it follows`);
      now = event.answeredAt;
    }
  };
  for (let version = 1; version <= last; version += 1) {
    const write = writes.get(version);
    if (write) {
      place(write, `the write of version ${version}`);
      state = afterWrite(write, state, wrong);
    } else if (version > 1) {
      wrong.push(`nobody wrote version ${version}`);
      state = undefined;
    }
    // Among reads of one version the order is free: the moment after all of them is what counts.
    const start = now;
    let end = now;
    for (const read of reads.get(version) ?? []) {
      now = start;
      place(read, `a read of version ${version}`);
      end = Math.max(end, now);
      if (read.state !== undefined && state !== undefined && !isDeepStrictEqual(read.state, state))
        wrong.push(`version ${version} was read as ${JSON.stringify(read.state)}, and is ${JSON.stringify(state)}`);
    }
    now = end;
  }
  return wrong;
}

function afterWrite<State>(
  { version, apply, state: told }: ItemEvent<State>,
  before: State | undefined,
  wrong: string[],
): State | undefined {
  const expected = apply && before !== undefined ? apply(before) : undefined;
  if (expected !== undefined && told !== undefined && !isDeepStrictEqual(told, expected))
    wrong.push(`version ${version} became ${JSON.stringify(told)}, not ${JSON.stringify(expected)}`);
  return told ?? expected;
}

/** Writes to different items have an order as well: whoever was answered first comes before whoever asked later. */
export function disorderOf(writes: readonly NumberedWrite[]): string[] {
  const wrong: string[] = [];
  const sorted = [...writes].sort((a, b) => a.seq - b.seq);
  let latest: NumberedWrite | undefined;
  for (const [place, write] of sorted.entries()) {
    if (write.seq === sorted[place - 1]?.seq) wrong.push(`two writes have number ${write.seq}`);
    if (latest && write.answeredAt < latest.invokedAt)
      wrong.push(`write ${write.seq} was answered before write ${latest.seq} was asked for`);
    if (!latest || write.invokedAt > latest.invokedAt) latest = write;
  }
  return wrong;
}

/** Several items as they were told in one answer: of each, the numbers from which and up to which it was so. */
export interface Span {
  readonly from: number;
  /** Not included; Infinity when it is so still. */
  readonly to: number;
}

/** There is a moment at which all of it was so. */
export function isOneMoment(spans: readonly Span[]): boolean {
  return Math.max(...spans.map(({ from }) => from)) < Math.min(...spans.map(({ to }) => to));
}
