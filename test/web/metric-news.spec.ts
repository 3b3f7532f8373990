import { MetricNews } from '../../apps/web/src/app/state/metric-news.ts';
import type { LiveFrame } from '../../apps/web/src/app/sync/hub-protocol.ts';
import { FakeClock } from './support/fake-clock.ts';

const one = {
  ...{ event_id: 1, path: '/a.jpg', version: 2, metrics: { score: 1 }, updated_at: '', updated_by: '' },
};
const pushed: LiveFrame = { event: 'metrics-updated', id: '', data: one };
const many = { event_id: 2, gesture_id: 'g', count: 2, paths: ['/a.jpg', '/b.jpg'], versions: [3, 2] };
const pushedToMany: LiveFrame = {
  ...{ event: 'items-updated', id: '', data: { ...many, metric_keys: ['score'], updated_at: '', updated_by: '' } },
};
const labelled: LiveFrame = {
  ...{ event: 'items-updated', id: '', data: { ...many, patch: { set_star: 5 }, updated_at: '', updated_by: '' } },
};

function begin() {
  const clock = new FakeClock();
  const readings: (() => void)[] = [];
  const reread = (): Promise<void> => new Promise((done) => readings.push(done));
  return { clock, readings, news: new MetricNews(reread, clock) };
}

describe('UI30: numbers that a job pushes while a page is open', () => {
  test.each([
    ['for one image', pushed],
    ['for many', pushedToMany],
  ])('have the rows in sight read again: %s', async (_, frame) => {
    const { clock, readings, news } = begin();
    news.hear(frame);
    await clock.pass(5000);
    expect([readings.length, news.count()]).toEqual([1, 1]);
  });

  test('are told from labels, which the desk knows', async () => {
    const { clock, readings, news } = begin();
    news.hear(labelled);
    await clock.pass(5000);
    expect(readings).toHaveLength(0);
  });

  test('are read once for a burst, and no reading calls off the one before', async () => {
    const { clock, readings, news } = begin();
    for (let n = 0; n < 100; n++) {
      news.hear(pushed);
      await clock.pass(100);
    }
    expect(readings).toHaveLength(1);
    readings[0]?.();
    await clock.pass(5000);
    expect(readings).toHaveLength(2);
    readings[1]?.();
    await clock.pass(5000);
    expect(readings).toHaveLength(2);
  });
});
