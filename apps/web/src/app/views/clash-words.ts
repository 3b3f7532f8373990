import type { View } from '#contracts';
import { visibleText } from '../ui/visible-text.ts';
import { queryId, type Clash, type Side } from './merge-views.ts';
import { queryWords } from './query-words.ts';

/** What one side has done to a view, in the words that come after "You" or "Someone else". */
export function clashWords({ base, mine, theirs }: Clash, side: Side): string {
  const now = side === 'mine' ? mine : theirs;
  if (now === null) return 'deleted it';
  if (base === null) return `made it: “${visibleText(now.name)}”, ${queryWords(now.query)}`;
  return deedsOn(base, now).join(', and ');
}

function deedsOn(base: View, now: View): string[] {
  return [
    ...(now.name === base.name ? [] : [`renamed it to “${visibleText(now.name)}”`]),
    ...(queryId(now.query) === queryId(base.query) ? [] : [`made it show: ${queryWords(now.query)}`]),
    ...(now.shared === base.shared ? [] : [now.shared ? 'shared it with everyone' : 'stopped sharing it']),
  ];
}
