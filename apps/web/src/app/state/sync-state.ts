import type { Health } from '#contracts';
import type { StreamStatus } from '../sync/hub-protocol.ts';

/** All that the indicator looks at. */
export interface SyncFacts {
  readonly stream: StreamStatus;
  /** Requests are answered. */
  readonly isReachable: boolean;
  /** Edits on their way, or waiting for their turn. */
  readonly unsent: number;
  /** Of those, how many were tried and did not arrive. */
  readonly retrying: number;
  /** Text stands in a field that is no edit yet. */
  readonly isTyped: boolean;
  /** Edits that need this person. */
  readonly standing: number;
  /** Everything that is not sent yet would be there after a reload. */
  readonly isKept: boolean;
  readonly durability: Health['durability'] | null;
}

export const syncStates = [
  'offline',
  'reconnecting',
  'not-saved',
  'conflict',
  'syncing',
  'session-only',
  'saved',
] as const;
export type SyncState = (typeof syncStates)[number];

/** One state out of many facts; what presses most comes first. */
export function syncState(facts: SyncFacts): SyncState {
  if (facts.stream === 'offline' || !facts.isReachable) return 'offline';
  if (facts.stream === 'reconnecting') return 'reconnecting';
  if (facts.retrying > 0) return 'not-saved';
  if (facts.standing > 0) return 'conflict';
  // Before the server has said where it keeps labels, "saved" would be a guess.
  if (facts.unsent > 0 || facts.isTyped || facts.durability === null) return 'syncing';
  return facts.durability === 'memory' ? 'session-only' : 'saved';
}

export const syncWords: Readonly<Record<SyncState, string>> = {
  offline: 'Offline',
  reconnecting: 'Reconnecting…',
  'not-saved': 'Not saved — retry',
  conflict: 'Conflict',
  syncing: 'Syncing…',
  'session-only': 'Session only',
  saved: 'All changes saved',
};

/** What stands in the panel of the indicator, sentence by sentence. */
export function syncDetails(facts: SyncFacts, oldestMs: number | null, others = 0): string[] {
  const { unsent, standing, isKept, durability } = facts;
  const since = oldestMs === null ? '' : sinceWords(unsent, oldestMs);
  const where = unsent === 1 ? ' It is kept in this browser.' : ' They are kept in this browser.';
  return [
    facts.stream === 'live' ? 'Changes of others appear at once.' : 'Changes of others are looked for now and then.',
    unsent === 0 ? 'Nothing waits to be sent.' : `${changes(unsent)} to be sent${since}.${isKept ? where : ''}`,
    ...(facts.isTyped ? ['What is being typed is saved in a moment.'] : []),
    ...(standing > 0 ? [`${changes(standing)} for you to decide.`] : []),
    ...(isKept ? [] : ['This browser keeps nothing: what is not sent is lost when its last page here is closed.']),
    ...(others > 0 ? [`${changes(others)} for somebody else, or for another gallery at this address.`] : []),
    kept(durability),
  ];
}

function kept(durability: SyncFacts['durability']): string {
  if (durability === null) return 'The server has not said yet where it keeps labels.';
  return durability === 'memory'
    ? 'The server keeps labels for this session only: they do not survive its restart.'
    : 'What the server has taken is on its disk.';
}

function changes(count: number): string {
  return count === 1 ? '1 change waits' : `${String(count)} changes wait`;
}

function sinceWords(unsent: number, ms: number): string {
  if (ms < 2000) return '';
  return unsent === 1 ? `, for ${duration(ms)}` : `, the oldest for ${duration(ms)}`;
}

function duration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 90) return `${String(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${String(minutes)} min` : `${String(Math.round(minutes / 60))} h`;
}
