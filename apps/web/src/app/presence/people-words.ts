import type { ScopeCounts } from '#contracts';

/** Who is there, in words: editing is not said while nobody edits. */
export function peopleWords({ viewing, editing }: ScopeCounts): string {
  return editing > 0 ? `${String(viewing)} viewing · ${String(editing)} editing` : `${String(viewing)} viewing`;
}

/** The same for whoever wonders what is counted. */
export function peopleExplained({ viewing, editing }: ScopeCounts): string {
  const looking = viewing === 1 ? 'One browser tab has' : `${String(viewing)} browser tabs have`;
  const writing = editing === 0 ? '' : ` In ${String(editing)} of them somebody edits, or did within the last minute.`;
  return `${looking} this folder open, yours included.${writing}`;
}
