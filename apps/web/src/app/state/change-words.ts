import type { LabelPatch, OperationChanges } from '#contracts';
import { starWords } from './label-keys.ts';

const TEXT_SHOWN = 120;

/** What was changed on one image, line by line. `show` makes what people wrote fit to be seen; `isBoth`: of a text also what was there before. */
export function changeWords(changes: OperationChanges, show: (text: string) => string, isBoth = false): string[] {
  const { star, tags, notes, metrics, followed } = changes;
  const words: string[] = [];
  if (followed?.from !== undefined) words.push(show(`came with the renamed file from ${followed.from}`));
  if (followed?.to !== undefined) words.push(show(`what was here went with the renamed file to ${followed.to}`));
  if (star !== undefined) words.push(`${starWords(star[0])} → ${starWords(star[1])}`);
  if (tags !== undefined) {
    const [before, after] = tags;
    words.push(...after.filter((tag) => !before.includes(tag)).map((tag) => `+${show(tag)}`));
    words.push(...before.filter((tag) => !after.includes(tag)).map((tag) => `−${show(tag)}`));
    if (isSameSet(before, after)) words.push('tags in another order');
  }
  if (notes !== undefined) {
    const [before, after] = notes;
    if (isBoth) words.push(`${quoted(before, show)} → ${quoted(after, show)}`);
    else words.push(after === '' ? 'notes removed' : quoted(after, show));
  }
  if (metrics !== undefined) words.push(`metrics: ${metrics.map(show).join(', ')}`);
  return words;
}

/** What leads to what a change found (0), or wrote (1); null where that cannot be written. */
export function restoring(changes: OperationChanges, which: 0 | 1): LabelPatch | null {
  const { star, tags, notes } = changes;
  const patch: LabelPatch = {};
  if (star !== undefined) patch.set_star = star[which];
  if (tags !== undefined) patch.set_tags = tags[which];
  if (notes !== undefined) patch.set_notes = notes[which];
  return Object.keys(patch).length > 0 ? patch : null;
}

function isSameSet(before: readonly string[], after: readonly string[]): boolean {
  return before.length === after.length && before.every((tag) => after.includes(tag));
}

function quoted(text: string, show: (text: string) => string): string {
  if (text === '') return 'no notes';
  const short = text.length <= TEXT_SHOWN ? text : `${text.slice(0, TEXT_SHOWN - 1)}…`;
  // Notes have lines, which names have not: their ends are no mischief.
  return `“${short.split('\n').map(show).join('\n')}”`;
}
