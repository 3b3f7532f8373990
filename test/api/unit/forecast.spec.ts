import { forecast } from '../../../apps/api/src/stats/forecast.ts';

const days = (...images: number[]): { day: string; images: number }[] =>
  images.map((each, at) => ({ day: `2026-11-${String(at + 1).padStart(2, '0')}`, images: each }));

describe('the forecast of the end', () => {
  it('is at the pace of the latest days', () => {
    const told = forecast(1000, days(900, 100, 100, 100, 100, 100, 100, 100), '2026-11-09');
    expect(told).toEqual({
      state: 'expected',
      active_days: 10,
      ends: '2026-11-19',
      earliest: '2026-11-19',
      latest: '2026-11-19',
    });
  });

  it('goes from the pace of the faster days to that of the slower ones', () => {
    const told = forecast(1000, days(80, 120, 80, 120), '2026-11-05');
    expect(told).toMatchObject({ ends: '2026-11-15', earliest: '2026-11-14', latest: '2026-11-19' });
    expect(forecast(1000, days(1, 1, 1000), '2026-11-04')).toMatchObject({ state: 'expected', latest: null });
  });

  it('rests as much as people did', () => {
    const weekdays = ['02', '03', '04', '05', '06', '09', '10'].map((day) => ({ day: `2026-11-${day}`, images: 100 }));
    // Nine days for seven on which somebody labelled.
    expect(forecast(700, weekdays, '2026-11-11')).toMatchObject({ active_days: 7, ends: '2026-11-20' });
  });

  it.each([
    ['fewer than three days', days(10, 10), '2026-11-03'],
    ['today, which is not over', days(10, 10, 10), '2026-11-03'],
    ['days on which nobody labelled', days(10, 0, 0, 10), '2026-11-05'],
  ])('says nothing from %s', (_name, known, today) => {
    expect(forecast(10, known, today)).toEqual({ state: 'not_enough_data' });
  });

  it('is over when nothing is left', () => {
    expect(forecast(0, [], '2026-11-01')).toEqual({ state: 'done' });
  });
});
