import { historyLink, readHistoryPlace } from '../../apps/web/src/app/state/history-place.ts';
import { dayOf, momentsOf } from '../../apps/web/src/app/state/period.ts';

const read = (query: string): ReturnType<typeof readHistoryPlace> => {
  const params = new URLSearchParams(query);
  return readHistoryPlace((key) => params.get(key));
};

describe('UI24: the address of the history', () => {
  test.each([
    { by: null, when: 'week' },
    { by: 'Ada & co/?', when: 'ever' },
    { by: null, when: { from: '2026-03-01', to: '2026-03-07' } },
    { by: 'Ben', when: { from: '2026-03-01', to: null } },
  ] as const)('holds whose and of when: %j', (filter) => {
    const link = historyLink(filter);
    expect(link.startsWith('history?')).toBe(true);
    expect(read(link.slice('history?'.length))).toEqual(filter);
  });

  test.each(['', 'by=', 'period=decade', 'from=yesterday', 'from=2026-02-31&to=2026-13-01', 'x=1'])(
    'with %j in it is the usual one',
    (query) => {
      expect(read(query)).toEqual({ by: null, when: 'week' });
    },
  );

  test('days are those of one’s own calendar, the last one included', () => {
    expect(momentsOf({ from: '2026-03-01', to: '2026-03-07' }, new Date())).toEqual({
      from: new Date(2026, 2, 1).toISOString(),
      to: new Date(2026, 2, 8).toISOString(),
    });
    expect(momentsOf({ from: null, to: '2026-12-31' }, new Date())).toEqual({ to: new Date(2027, 0, 1).toISOString() });
    expect(momentsOf('ever', new Date())).toEqual({});
    expect(dayOf(new Date(2026, 2, 7, 23, 59))).toBe('2026-03-07');
  });
});
