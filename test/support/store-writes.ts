import { randomUUID } from 'node:crypto';
import type { BulkPatch, LabelPatch, MetricsOfItem, View } from '#contracts';
import type { Label } from '../../apps/api/src/persistence/label.ts';
import { packContents, type Content } from '../../apps/api/src/persistence/content.ts';
import type { LabelColumns } from '../../apps/api/src/persistence/label-columns.ts';
import { starIn } from '../../apps/api/src/persistence/label-columns.ts';
import type { Answer, Change, LabelStore, Outcome, Write } from '../../apps/api/src/persistence/label-store.ts';
import { unpackMetrics } from '../../apps/api/src/persistence/packed-metrics.ts';
import type { Base } from '../../apps/api/src/shared/if-match.ts';

/** Half past nothing in particular: times in tests are told from here. */
export const noon = Date.UTC(2026, 0, 23, 12);

export type Done = Extract<Outcome, { kind: 'done' }>;
export type AnswerOf<Kind extends Answer['kind']> = Extract<Answer, { kind: Kind }>;
export type WriteWish = Partial<Omit<Write, 'change'>>;

export function edit(path: string, patch: LabelPatch, base: Base = 'any'): Change {
  return { kind: 'edit', path, base, patch };
}

export function bulk(paths: readonly string[], patch: BulkPatch, missing = 0): Change {
  return { kind: 'bulk', paths: paths.join('\0'), missing, patch };
}

export function metrics(items: readonly MetricsOfItem[], missing = 0): Change {
  return { kind: 'metrics', items, missing };
}

/** `onlyOf`: it may take back what this person did, and nobody else. */
export function undo(gesture: string | null, onlyOf: string | null = null): Change {
  return { kind: 'undo', gesture: gesture ?? '', onlyOf };
}

/** Of each file where it was, where it is, and what is in it; a letter stands for the content. */
export function follow(moves: readonly (readonly [from: string, to: string, content: string])[]): Change {
  const to = packContents(moves.map(([, path, content]) => contentOf(path, content)));
  return { kind: 'follow', from: moves.map(([path]) => path).join('\0'), to };
}

export function contentOf(path: string, letter: string): Content {
  return { path, hash: letter.repeat(64), size: 1000 + letter.charCodeAt(0), mtime: noon + 0.25, inode: 7 };
}

export function views(wanted: readonly View[], base: Base = 'any'): Change {
  return { kind: 'views', base, views: wanted };
}

/** A request for that change, with a key of its own unless one is wished for. */
export function asked(change: Change, wish: WriteWish = {}): Write {
  return {
    principal: 'everyone',
    key: randomUUID(),
    fingerprint: JSON.stringify(change),
    actor: 'ann',
    client: 'tab',
    at: noon,
    ...wish,
    change,
  };
}

/** The store does it, or the test ends here. */
export async function done(store: LabelStore, change: Change, wish?: WriteWish): Promise<Done> {
  const outcome = await store.commit(asked(change, wish));
  if (outcome.kind !== 'done') throw new Error(`This was to be done: ${JSON.stringify(outcome)}`);
  return outcome;
}

export async function labelled(store: LabelStore, change: Change, wish?: WriteWish): Promise<AnswerOf<'label'>> {
  return (await done(store, change, wish)).answer as AnswerOf<'label'>;
}

export async function counted(store: LabelStore, change: Change, wish?: WriteWish): Promise<AnswerOf<'bulk'>> {
  return (await done(store, change, wish)).answer as AnswerOf<'bulk'>;
}

export async function undone(store: LabelStore, gesture: string | null, wish?: WriteWish): Promise<AnswerOf<'undo'>> {
  return (await done(store, undo(gesture), wish)).answer as AnswerOf<'undo'>;
}

/** What is there: asked for by a patch without anything in it. */
export async function labelIn(store: LabelStore, path: string): Promise<Label> {
  return (await labelled(store, edit(path, {}))).label;
}

/** The labels that were packed, one by one. */
export function unpacked(columns: LabelColumns): Label[] {
  const paths = columns.count === 0 ? [] : columns.paths.split('\0');
  const [notes, numbers] = [new Map(columns.notes), unpackMetrics(columns.metrics)];
  return paths.map((path, at) => ({
    path,
    version: columns.versions[at]!,
    star: starIn(columns, at),
    tags: columns.tagLists[columns.tags[at]!]!,
    notes: notes.get(at) ?? '',
    metrics: numbers.get(at),
    updatedAt: columns.updatedAt[at]!,
    updatedBy: columns.authors[columns.updatedBy[at]!]!,
  }));
}

/** Every label of the store, as it is loaded at a start. */
export async function everyLabel(store: LabelStore): Promise<Label[]> {
  const found: Label[] = [];
  for (let after: number | null = 0; after !== null;) {
    const page = await store.load(after);
    found.push(...unpacked(page.labels));
    after = page.next;
  }
  return found;
}
