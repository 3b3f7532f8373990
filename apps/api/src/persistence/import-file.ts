import type { ImportPolicy } from '#contracts';
import type { ImportCounts, ImportWish } from './import-wish.ts';
import { defaultLabel, type Label } from './label.ts';
import type { Accepted, Write } from './label-store.ts';
import { readImport } from './labels-file/read-import.ts';
import { changesOf } from './merge-labels.ts';
import { completed, settledAs, standingOf } from './settle-labels.ts';
import { GestureInProgress } from './sql/gesture-in-progress.ts';
import type { LabelEngine } from './sql/label-engine.ts';

/** The reader is told now and then how far it is, which costs as much as a label. */
const toldEvery = 256;

/**
 * Takes the labels of a file in, as one gesture. Begins and ends no transaction. What is written on for the first time
 * keeps its version, so that a copy of a gallery is the same gallery.
 */
export function importFile(
  engine: LabelEngine,
  who: Pick<Write, 'at' | 'actor' | 'client'>,
  wish: ImportWish,
  onProgress: (read: number) => void = () => undefined,
): ImportCounts & { readonly accepted: Accepted | null } {
  const gesture = new GestureInProgress(engine, who, 'import');
  const counts = { read: 0, fresh: 0, changed: 0, same: 0, kept: 0, refused: 0 };
  const ear = {
    refused: (mistake: Error) => {
      if (!wish.skipsRefused) throw mistake;
      counts.refused += 1;
    },
    ignored: () => undefined,
  };
  for (const found of readImport(wish, ear)) {
    if (!found) continue;
    counts.read += 1;
    if (counts.read % toldEvery === 0) onProgress(counts.read);
    const { path, version } = found.label;
    const ours = engine.label(path) ?? {
      ...defaultLabel(path),
      ...(wish.isTrusted ? { version: Math.max(version - 1, 1) } : {}),
      id: 0,
      seq: 0,
    };
    const read = completed(ours, found);
    // A date to come would win against every later change.
    const theirs = { ...read, updatedAt: Math.min(read.updatedAt, who.at) };
    const standing = standingOf(ours, theirs);
    const after = settledAs(wish.policy, ours, theirs, found);
    const changes = changesOf(ours, after);
    const extra = extraBy(wish.policy, ours.extra, theirs.extra);
    // Without a date of its own, a change is of now; so is one by somebody whose word for the date is not taken.
    const isDated = wish.isTrusted && theirs.updatedAt > 0;
    if (changes) gesture.change({ ...ours, extra }, after, changes, isDated ? after : undefined);
    else if (theirs.extra && ours.id > 0) engine.saveLabel({ ...ours, extra });
    if (standing === 'same') counts.same += 1;
    else if (!changes) counts.kept += 1;
    else if (standing === 'new') counts.fresh += 1;
    else counts.changed += 1;
  }
  return { ...counts, accepted: gesture.acceptIfChanged({}) };
}

/** Fields of other programs go by name, too. */
function extraBy(policy: ImportPolicy, ours: Label['extra'], theirs: Label['extra']): Label['extra'] {
  if (!ours || !theirs) return ours ?? theirs;
  return policy === 'take' ? { ...ours, ...theirs } : { ...theirs, ...ours };
}
