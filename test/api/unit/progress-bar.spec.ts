import { progressBar } from '../../../apps/api/src/cli/progress-bar.ts';

describe('WK8: the progress of lenslet index', () => {
  const half = { what: 'Thumbnails', done: 750, total: 1500, perSecond: 310.4, failed: 2 };

  it('has a bar, the rate, what remains, and how many failed', () => {
    const bar = '█'.repeat(12) + '░'.repeat(12);
    expect(progressBar(half)).toBe(`Thumbnails ${bar} 750 of 1,500, 310 a second, 3 s left, 2 cannot be shown`);
  });

  it('promises nothing before there is a rate, nor at the end', () => {
    expect(progressBar({ ...half, done: 0, perSecond: NaN, failed: 0 })).toBe(
      `Thumbnails ${'░'.repeat(24)} 0 of 1,500`,
    );
    expect(progressBar({ ...half, done: 1500 })).toBe(
      `Thumbnails ${'█'.repeat(24)} 1,500 of 1,500, 310 a second, 2 cannot be shown`,
    );
    expect(progressBar({ ...half, done: 0, total: 0, perSecond: 0 })).toContain('0 of 0');
  });

  it.each([
    [1, '13 min'],
    [0.1, '2.1 h'],
  ])('at %d a second tells the time as people do', (perSecond, told) => {
    expect(progressBar({ ...half, perSecond })).toContain(`, ${told} left`);
  });
});
