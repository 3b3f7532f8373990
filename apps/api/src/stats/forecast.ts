import type { Forecast } from '#contracts';

/** Of a day on which somebody labelled: images that had no label before. */
export interface ActiveDay {
  /** As 2026-11-21. */
  readonly day: string;
  readonly images: number;
}

/** From so many days; with fewer than the least nothing is said. */
const [daysMost, daysLeast] = [7, 3];
const dayMs = 24 * 3600_000;
const farthestDays = 36_500;

/**
 * When all images will have a label, if people go on as on the latest days on which they labelled, and rest as much in between. Today is not
 * over, and does not count.
 */
export function forecast(remaining: number, days: readonly ActiveDay[], today: string): Forecast {
  if (remaining === 0) return { state: 'done' };
  const whole = days.filter(({ day, images }) => images > 0 && day < today);
  const last = whole.slice(-daysMost);
  if (last.length < daysLeast) return { state: 'not_enough_data' };
  const counts = last.map(({ images }) => images);
  const mean = counts.reduce((sum, each) => sum + each, 0) / counts.length;
  const spread = Math.sqrt(counts.reduce((sum, each) => sum + (each - mean) ** 2, 0) / (counts.length - 1));
  // How far the mean of so few days may be from the pace itself.
  const doubt = (2 * spread) / Math.sqrt(counts.length);
  const span = (Date.parse(today) - Date.parse(last[0]?.day ?? today)) / dayMs;
  const daysEach = span / last.length;
  const endAt = (pace: number): string | null => {
    const needed = Math.ceil((remaining / pace) * daysEach);
    return pace > 0 && needed <= farthestDays ? isoDay(Date.parse(today) + needed * dayMs) : null;
  };
  const [ends, earliest] = [endAt(mean), endAt(mean + doubt)];
  if (ends === null || earliest === null) return { state: 'not_enough_data' };
  return { state: 'expected', active_days: Math.ceil(remaining / mean), ends, earliest, latest: endAt(mean - doubt) };
}

function isoDay(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
