import type { ImportPolicy, Metrics } from '#contracts';
import type { Label } from '../../apps/api/src/persistence/label.ts';

/** What a label is after an import by the rules of SPEC, as slowly and plainly as it can be said. */
export function naiveImport(policy: ImportPolicy, here: Label | undefined, file: Label): Label | undefined {
  if (!here) return isEmpty(file) && !file.metrics ? undefined : { ...file, version: Math.max(2, file.version) };
  const after = { ...here, ...wordsAfter(policy, here, file), ...numbersAfter(policy, here, file) };
  const same = JSON.stringify([after.star, after.tags, after.notes, sorted(after.metrics)]);
  if (same === JSON.stringify([here.star, here.tags, here.notes, sorted(here.metrics)])) return here;
  const updatedAt = Math.max(here.updatedAt, file.updatedAt);
  return { ...after, version: here.version + 1, updatedAt, updatedBy: authorAfter(policy, here, file) };
}

/** Of whom the words are that hold; of a union, and of no words at all, whoever wrote last. */
function authorAfter(policy: ImportPolicy, here: Label, file: Label): string {
  const isNewer = file.updatedAt > here.updatedAt;
  const later = isNewer ? file.updatedBy : here.updatedBy;
  if (policy === 'merge') return later;
  if (policy === 'take') return file.updatedBy;
  if (isEmpty(here)) return isEmpty(file) ? later : file.updatedBy;
  return policy === 'newer' ? later : here.updatedBy;
}

function wordsAfter(policy: ImportPolicy, here: Label, file: Label): Pick<Label, 'star' | 'tags' | 'notes'> {
  const theirs = { star: file.star, tags: file.tags, notes: file.notes };
  const ours = { star: here.star, tags: here.tags, notes: here.notes };
  const isNewer = file.updatedAt > here.updatedAt;
  if (policy === 'merge') {
    const later = isNewer ? theirs : ours;
    return { star: later.star, notes: later.notes, tags: [...new Set([...here.tags, ...file.tags])] };
  }
  if (isEmpty(here)) return theirs;
  if (policy === 'keep') return ours;
  return policy === 'take' || isNewer ? theirs : ours;
}

function numbersAfter(policy: ImportPolicy, here: Label, file: Label): { metrics: Metrics | undefined } {
  const isNewer = file.updatedAt > here.updatedAt;
  const winsFile = policy === 'take' || (policy !== 'keep' && isNewer);
  const metrics = winsFile ? { ...here.metrics, ...file.metrics } : { ...file.metrics, ...here.metrics };
  return { metrics: Object.keys(metrics).length === 0 ? undefined : metrics };
}

function isEmpty({ star, tags, notes }: Label): boolean {
  return star === null && tags.length === 0 && notes === '';
}

function sorted(metrics: Metrics = {}): [string, number][] {
  return Object.entries(metrics).sort(([a], [b]) => (a < b ? -1 : 1));
}
