import { quarterMs, ZoneClock } from '../../../apps/api/src/activity/zone-clock.ts';

describe('the clock of a time zone', () => {
  const at = (zone: string, time: string): string => {
    const { day, hour } = new ZoneClock(zone).hourOf(Date.parse(time) / quarterMs);
    return `${day} ${String(hour)}`;
  };

  it.each([
    ['UTC', '2026-11-21T23:45:00Z', '2026-11-21 23'],
    ['Europe/Berlin', '2026-11-21T23:45:00Z', '2026-11-22 0'],
    ['America/Los_Angeles', '2026-11-21T02:00:00Z', '2026-11-20 18'],
    ['Asia/Kathmandu', '2026-11-21T18:00:00Z', '2026-11-21 23'],
    ['Asia/Kathmandu', '2026-11-21T18:15:00Z', '2026-11-22 0'],
    // The hour from two to three that there is not, and the one that there is twice.
    ['Europe/Berlin', '2026-03-29T00:45:00Z', '2026-03-29 1'],
    ['Europe/Berlin', '2026-03-29T01:00:00Z', '2026-03-29 3'],
    ['Europe/Berlin', '2026-10-25T00:30:00Z', '2026-10-25 2'],
    ['Europe/Berlin', '2026-10-25T01:30:00Z', '2026-10-25 2'],
    ['Europe/Berlin', '2026-10-25T02:00:00Z', '2026-10-25 3'],
  ])('in %s says of %s: %s', (zone, time, local) => {
    expect(at(zone, time)).toBe(local);
  });

  it('gives a day of 25 hours all of them, and one of 23 no more', () => {
    const clock = new ZoneClock('Europe/Berlin');
    const quartersOf = (day: string): number => {
      const start = Date.parse(`${day}T00:00:00Z`) / quarterMs - 8;
      return Array.from({ length: 130 }, (_, each) => clock.hourOf(start + each)).filter((hour) => hour.day === day)
        .length;
    };
    expect(['2026-10-25', '2026-03-29', '2026-11-21'].map(quartersOf)).toEqual([100, 92, 96]);
  });

  it('knows no zone that there is not', () => {
    expect(() => new ZoneClock('Mars/Olympus')).toThrow(RangeError);
  });
});
