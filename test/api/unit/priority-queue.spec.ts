import { PriorityQueue } from '../../../apps/api/src/workers/priority-queue.ts';

const any = (): boolean => true;

describe('WK10: one queue', () => {
  it('takes by priority; what is waited for newest first, the rest oldest first', () => {
    const queue = new PriorityQueue<string>();
    queue.add('hash', 'idle');
    queue.add('any header', 'background');
    queue.add('ahead 1', 'ahead');
    queue.add('ahead 2', 'ahead');
    queue.add('header', 'visible');
    queue.add('thumb 1', 'waited');
    queue.add('thumb 2', 'waited');
    const taken = Array.from({ length: 8 }, () => queue.take(any));
    expect(taken).toEqual(['thumb 2', 'thumb 1', 'header', 'ahead 1', 'ahead 2', 'any header', 'hash', undefined]);
  });

  it('leaves what is not accepted in its place', () => {
    const queue = new PriorityQueue<string>();
    queue.add('heavy', 'waited');
    queue.add('light', 'background');
    expect(queue.take((task) => task !== 'heavy')).toBe('light');
    expect(queue.take(any)).toBe('heavy');
  });

  it('forgets what nobody waits for any more', () => {
    const queue = new PriorityQueue<string>();
    queue.add('thumb', 'waited');
    expect(queue.remove('thumb')).toBe(true);
    expect(queue.remove('thumb')).toBe(false);
    expect(queue.size).toBe(0);
  });
});
