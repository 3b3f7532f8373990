import { Turns } from '../../../apps/api/src/shared/turns.ts';
import { settled } from '../../support/store-double.ts';

/** Work that ends when the test says so. */
function makeWork(name: string, done: string[]) {
  let end: () => void = () => undefined;
  let fail: (error: Error) => void = () => undefined;
  const work = (): Promise<string> => {
    done.push(`${name} begins`);
    return new Promise((resolve, reject) => {
      end = () => resolve(name);
      fail = reject;
    });
  };
  return { work, end: () => end(), fail: (error: Error) => fail(error) };
}

describe('turns', () => {
  it('C3, PR5: are taken in the order in which they were asked for, by those with the same key', async () => {
    const [turns, done] = [new Turns(), [] as string[]];
    const [join, leave, other] = ['join', 'leave', 'other'].map((name) => makeWork(name, done));
    const joined = turns.take('tab', join!.work);
    const left = turns.take('tab', leave!.work);
    void turns.take('another tab', other!.work);
    await settled();
    expect(done).toEqual(['join begins', 'other begins']);
    join!.end();
    expect(await joined).toBe('join');
    await settled();
    expect(done.at(-1)).toBe('leave begins');
    leave!.end();
    expect(await left).toBe('leave');
  });

  it('come also after one that failed, which only its own caller hears of', async () => {
    const [turns, done] = [new Turns(), [] as string[]];
    const [one, two] = ['one', 'two'].map((name) => makeWork(name, done));
    const first = turns.take('tab', one!.work);
    const second = turns.take('tab', two!.work);
    await settled();
    one!.fail(new Error('no such folder'));
    await expect(first).rejects.toThrow('no such folder');
    await settled();
    two!.end();
    expect(await second).toBe('two');
  });
});
