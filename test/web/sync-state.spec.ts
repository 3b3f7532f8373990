import {
  syncDetails,
  syncState,
  syncStates,
  syncWords,
  type SyncFacts,
  type SyncState,
} from '../../apps/web/src/app/state/sync-state.ts';

const streams = ['connecting', 'live', 'reconnecting', 'offline', 'signed-out'] as const;
const durabilities = ['disk', 'memory', null] as const;

/** Every combination of facts. */
const everything: SyncFacts[] = streams.flatMap((stream) =>
  [true, false].flatMap((isReachable) =>
    [0, 1, 7].flatMap((unsent) =>
      [0, 1].flatMap((retrying) =>
        [0, 2].flatMap((standing) =>
          durabilities.flatMap((durability) =>
            [true, false].map((isTyped) => ({
              stream,
              isReachable,
              unsent,
              retrying,
              isTyped,
              standing,
              isKept: true,
              durability,
            })),
          ),
        ),
      ),
    ),
  ),
);

/** What would justify each state. Which of those is shown is the promise, and stands in the order below. */
const reasons: Readonly<Record<SyncState, (facts: SyncFacts) => boolean>> = {
  offline: ({ stream, isReachable }) => stream === 'offline' || !isReachable,
  reconnecting: ({ stream }) => stream === 'reconnecting',
  'not-saved': ({ retrying }) => retrying > 0,
  conflict: ({ standing }) => standing > 0,
  syncing: ({ unsent, isTyped, durability }) => unsent > 0 || isTyped || durability === null,
  'session-only': ({ durability }) => durability === 'memory',
  saved: () => true,
};
const promised = ['offline', 'reconnecting', 'not-saved', 'conflict', 'syncing', 'session-only', 'saved'] as const;

describe('the indicator', () => {
  test('UI15: what presses most is shown, whatever else is the case', () => {
    expect(syncStates).toEqual(promised);
    expect(everything).toHaveLength(720);
    const wrong = everything.filter((facts) => syncState(facts) !== promised.find((state) => reasons[state](facts)));
    expect(wrong).toEqual([]);
  });

  test('UI15: each state can be seen, and has the word that was promised', () => {
    expect(new Set(everything.map(syncState))).toEqual(new Set(promised));
    expect(promised.map((state) => syncWords[state])).toEqual([
      'Offline',
      'Reconnecting…',
      'Not saved — retry',
      'Conflict',
      'Syncing…',
      'Session only',
      'All changes saved',
    ]);
  });

  test('LB9: nothing is called saved on a guess', () => {
    const called = everything.filter((facts) => syncState(facts) === 'saved');
    expect(called.length).toBeGreaterThan(0);
    expect(called.filter(({ durability }) => durability !== 'disk')).toEqual([]);
    expect(called.filter(({ unsent, retrying, standing }) => unsent + retrying + standing > 0)).toEqual([]);
  });

  const calm: SyncFacts = {
    stream: 'live',
    isReachable: true,
    unsent: 0,
    retrying: 0,
    isTyped: false,
    standing: 0,
    isKept: true,
    durability: 'disk',
  };
  test.each<[string, Partial<SyncFacts>, number | null, RegExp]>([
    ['nothing waits', {}, null, /Nothing waits to be sent/],
    ['one waits', { unsent: 1 }, 5000, /1 change waits to be sent, for 5 s\. It is kept/],
    ['one has just been made', { unsent: 1 }, 900, /1 change waits to be sent\. It is kept/],
    ['many wait', { unsent: 12 }, 89_000, /12 changes wait to be sent, the oldest for 89 s/],
    ['for minutes', { unsent: 2 }, 90_000, /for 2 min/],
    ['for hours', { unsent: 2 }, 3 * 3_600_000, /for 3 h/],
    ['a text is typed', { isTyped: true }, null, /being typed is saved in a moment/],
    ['something stands', { standing: 2 }, null, /2 changes wait for you to decide/],
    ['kept here', { unsent: 1 }, null, /kept in this browser/],
    ['not kept here', { isKept: false }, null, /This browser keeps nothing/],
    ['on disk', {}, null, /on its disk/],
    ['in memory', { durability: 'memory' }, null, /this session only/],
    ['not known where', { durability: null }, null, /has not said yet/],
    ['live', {}, null, /at once/],
    ['not live', { stream: 'offline' }, null, /now and then/],
  ])('UI15: the panel says what is the case: %s', (_, more, oldest, said) => {
    expect(syncDetails({ ...calm, ...more }, oldest).join(' ')).toMatch(said);
  });

  test('UI10: what cannot be kept is never called kept, and what is kept for others is told', () => {
    expect(syncDetails({ ...calm, unsent: 2, isKept: false }, 0).join(' ')).not.toMatch(/kept in this browser/);
    expect(syncDetails(calm, null).join(' ')).not.toMatch(/somebody else/);
    expect(syncDetails(calm, null, 3).join(' ')).toMatch(/3 changes wait for somebody else, or for another gallery/);
  });
});
