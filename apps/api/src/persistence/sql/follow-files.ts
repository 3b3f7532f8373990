import type { OperationChanges } from '#contracts';
import type { GalleryPath } from '../../shared/gallery-path.ts';
import { unpackContents, type Content } from '../content.ts';
import type { Change } from '../label-store.ts';
import { defaultLabel, isLabelled } from '../label.ts';
import { changesBetween } from '../patch-label.ts';
import type { GestureInProgress } from './gesture-in-progress.ts';
import type { KeptLabel } from './kept-rows.ts';
import type { LabelEngine } from './label-engine.ts';

/** A file of this content was at the one path, and is at the other now. */
interface Move {
  readonly from: GalleryPath;
  readonly to: Content;
}

/**
 * Takes labels along with files that were renamed. What was planned is looked at once more, for somebody may have
 * written since: the label that moves is the one that is there now, and a label at the new path is never written over.
 * Answers with the moves that were made; nothing is moved twice, because what is known of the content moves too.
 */
export function followFiles(
  engine: LabelEngine,
  gesture: GestureInProgress,
  change: Extract<Change, { kind: 'follow' }>,
): readonly Move[] {
  const moves = possible(engine, planned(change));
  const targets = new Set(moves.map(({ to }) => to.path));
  // Files that changed places: each label has to be read before another one takes its place.
  const displaced = new Map(
    moves.filter(({ from }) => targets.has(from)).map(({ from }) => [from, labelAt(engine, from)]),
  );
  const nextOf = new Map(moves.map(({ from, to }) => [from, to.path]));
  for (const { from, to } of moves) {
    const source = displaced.get(from) ?? labelAt(engine, from);
    bring(gesture, source, displaced.get(to.path) ?? labelAt(engine, to.path), nextOf.get(to.path));
    if (!targets.has(from)) takeAway(gesture, source, to.path);
  }
  for (const { from } of moves) engine.dropContent(from);
  for (const { to } of moves) engine.saveContent(to);
  return moves;
}

function planned({ from, to }: Extract<Change, { kind: 'follow' }>): Move[] {
  const contents = unpackContents(to);
  const paths = contents.length === 0 ? [] : from.split('\0');
  return contents.flatMap((content, at) => (paths[at] === undefined ? [] : [{ from: paths[at], to: content }]));
}

function possible(engine: LabelEngine, wanted: readonly Move[]): readonly Move[] {
  let moves = wanted.filter(
    ({ from, to }) => engine.content(from)?.hash === to.hash && isLabelled(labelAt(engine, from)),
  );
  const taken = new Set(
    moves.map(({ to }) => to.path).filter((path) => isLabelled(engine.label(path) ?? defaultLabel(path))),
  );
  // One that stays where it is keeps the place from the next, and so on.
  for (let before = -1; moves.length !== before;) {
    before = moves.length;
    const leaving = new Set(moves.map(({ from }) => from));
    moves = moves.filter(({ to }) => !taken.has(to.path) || leaving.has(to.path));
  }
  return moves;
}

/** `next` is where the label that was here goes. Without one there was none, and numbers of a job may stay. */
function bring(gesture: GestureInProgress, source: KeptLabel, target: KeptLabel, next: GalleryPath | undefined): void {
  const { star, tags, notes } = source;
  const isFree = next === undefined;
  const merged = { ...source.metrics, ...(isFree ? target.metrics : {}) };
  const after = { star, tags, notes, metrics: Object.keys(merged).length > 0 ? merged : undefined };
  const followed = { from: source.path, ...(isFree ? {} : { to: next }) };
  const changes = changesOf(target, after);
  const extra = source.extra ?? target.extra;
  // It is as old as it was, and whose it was.
  if (changes) gesture.change({ ...target, extra }, after, { ...changes, followed }, source);
}

function takeAway(gesture: GestureInProgress, source: KeptLabel, to: GalleryPath): void {
  const after = { star: null, tags: [], notes: '', metrics: undefined };
  const changes = { ...changesOf(source, after), followed: { to } };
  gesture.change({ ...source, extra: undefined }, after, changes);
}

function changesOf(
  before: KeptLabel,
  after: Pick<KeptLabel, 'star' | 'tags' | 'notes' | 'metrics'>,
): OperationChanges | undefined {
  const names = Object.keys({ ...before.metrics, ...after.metrics });
  const metrics = names.filter((name) => before.metrics?.[name] !== after.metrics?.[name]);
  const fields = changesBetween(before, after);
  if (!fields && metrics.length === 0) return undefined;
  return { ...fields, ...(metrics.length > 0 ? { metrics } : {}) };
}

function labelAt(engine: LabelEngine, path: GalleryPath): KeptLabel {
  return engine.label(path) ?? { ...defaultLabel(path), id: 0, seq: 0 };
}
