import { PlainProgress } from '../../../apps/api/src/cli/plain-progress.ts';
import { WorkRate } from '../../../apps/api/src/cli/work-rate.ts';
import { FakeClock } from '../../support/fake-clock.ts';
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
  });

  it('has no bar where there is nothing to do', () => {
    expect(progressBar({ ...half, done: 0, total: 0, perSecond: 0 })).toBe('');
  });

  it('fits into the terminal: the bar gives way first', () => {
    const numbers = '750 of 1,500, 310 a second, 3 s left, 2 cannot be shown';
    const columns = 'Thumbnails  '.length + numbers.length + 10;
    expect(progressBar(half, columns)).toBe(`Thumbnails ${'█'.repeat(5)}${'░'.repeat(5)} ${numbers}`);
    expect(progressBar(half, 60)).toBe(`Thumbnails ${numbers}`);
  });

  it('tells the rate of what is made now, not of what was there already', () => {
    const clock = new FakeClock();
    const rate = new WorkRate(clock);
    clock.advance(60_000);
    expect(rate.of(0)).toBe(0);
    clock.advance(2000);
    expect(rate.of(10)).toBe(5);
  });

  it('is a line without a terminal, when half a minute has passed and a tenth of the work is done', () => {
    const clock = new FakeClock();
    const lines: string[] = [];
    const progress = new PlainProgress(clock, (line) => lines.push(line));
    progress.tell('too early', 0.5);
    clock.advance(30_000);
    progress.tell('too little', 0.09);
    progress.tell('first', 0.1);
    progress.tell('too early again', 0.9);
    clock.advance(30_000);
    progress.tell('second', 0.2);
    expect(lines).toEqual(['first', 'second']);
    // Another work, which begins at nothing.
    clock.advance(30_000);
    progress.tell('too little of the next', 0.01);
    progress.tell('third', 0.15);
    clock.advance(30_000);
    progress.tell('of unknown size');
    expect(lines.slice(2)).toEqual(['third', 'of unknown size']);
  });

  it.each([
    [1, '13 min'],
    [0.1, '2.1 h'],
  ])('at %d a second tells the time as people do', (perSecond, told) => {
    expect(progressBar({ ...half, perSecond })).toContain(`, ${told} left`);
  });
});
