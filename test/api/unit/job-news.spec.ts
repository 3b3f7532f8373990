import type { MetricsProgressed } from '#contracts';
import { JobNews } from '../../../apps/api/src/stream/job-news.ts';
import { FakeClock } from '../../support/fake-clock.ts';

function news() {
  const clock = new FakeClock();
  const told: string[] = [];
  const jobs = new JobNews(clock, ({ gallery_id, percent }: MetricsProgressed) => {
    told.push(`${gallery_id} ${percent}`);
  });
  const say = (percent: number, gallery_id = '/'): void => {
    jobs.hear({ gallery_id, percent, message: '' });
  };
  return { clock, told, say };
}

describe('ST1: how far a job is', () => {
  it('is told at once, then twice a second at most, and the last word always', () => {
    const { clock, told, say } = news();
    for (let percent = 0; percent <= 100; percent += 1) {
      say(percent);
      if (percent < 100) clock.advance(20);
    }
    // 2 s of it.
    expect(told).toEqual(['/ 0', '/ 24', '/ 49', '/ 74', '/ 99']);
    clock.advance(500);
    expect(told.at(-1)).toBe('/ 100');
    clock.advance(5000);
    expect(told).toHaveLength(6);
  });

  it('is told at once after a rest, and of each folder by itself', () => {
    const { clock, told, say } = news();
    say(1);
    say(1, '/a');
    clock.advance(500);
    expect(told).toEqual(['/ 1', '/a 1']);
    say(2);
    expect(told.at(-1)).toBe('/ 2');
  });
});
