import { JobProgress } from '../../apps/web/src/app/state/job-progress.ts';
import { FakeClock } from './support/fake-clock.ts';

function begin() {
  const clock = new FakeClock();
  const jobs = new JobProgress(clock);
  const say = (percent: number, gallery_id = '/a', message = ''): void => {
    jobs.hear({ event: 'metrics-progress', id: '', data: { gallery_id, percent, message } });
  };
  return { clock, jobs, say };
}

describe('UI30: what a job says of itself', () => {
  test('is shown where it has to do with what one sees', () => {
    const { jobs, say } = begin();
    say(5, '/a');
    expect(['/', '/a', '/a/b', '/ab', '/c'].map((path) => jobs.near(path)?.percent)).toEqual([
      ...[5, 5, 5, undefined, undefined],
    ]);
    say(7, '/c');
    expect([jobs.near('/')?.percent, jobs.near('/a')?.percent]).toEqual([7, 5]);
    say(9, '/');
    expect(jobs.near('/c')?.percent).toBe(9);
  });

  test('goes soon after it is done', async () => {
    const { clock, jobs, say } = begin();
    say(100);
    await clock.pass(2000);
    expect(jobs.near('/a')?.percent).toBe(100);
    await clock.pass(2000);
    expect(jobs.near('/a')).toBeNull();
  });

  test('goes when it has said nothing for a minute, and not before', async () => {
    const { clock, jobs, say } = begin();
    say(5);
    await clock.pass(50_000);
    say(6);
    await clock.pass(50_000);
    expect(jobs.near('/a')?.percent).toBe(6);
    await clock.pass(20_000);
    expect(jobs.near('/a')).toBeNull();
  });
});
