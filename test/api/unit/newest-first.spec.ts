import { NewestFirst } from '../../../apps/api/src/sources/remote/newest-first.ts';

describe('work of which a few run at a time', () => {
  it('TH2: what was asked for last goes first, also what was asked for again; what was dropped never does', async () => {
    const line = new NewestFirst(2);
    const begun: string[] = [];
    const ends = new Map<string, (error?: Error) => void>();
    const run = (name: string): Promise<string> =>
      line
        .run(name, async () => {
          begun.push(name);
          await new Promise<void>((done, fail) => ends.set(name, (error) => (error ? fail(error) : done())));
        })
        .then(
          () => 'done',
          () => 'not done',
        );
    const all = ['a', 'b', 'c', 'd', 'e', 'f'].map(run);
    line.hurry('c');
    line.drop('e');
    line.drop('a');
    const [order, failed] = [['a', 'c', 'f', 'b', 'd'], new Error('broken')];
    for (const name of order) {
      ends.get(name)?.(name === 'c' ? failed : undefined);
      await Promise.resolve();
      while (begun.length < Math.min(5, order.indexOf(name) + 3)) await Promise.resolve();
    }
    expect(await Promise.all(all)).toEqual(['done', 'done', 'not done', 'done', 'not done', 'done']);
    expect(begun).toEqual(['a', 'b', 'c', 'f', 'd']);
    // As many as at first may run again.
    const [last, beside] = [run('g'), run('h')];
    expect(begun.slice(5)).toEqual(['g', 'h']);
    for (const name of ['g', 'h']) ends.get(name)?.();
    expect(await Promise.all([last, beside])).toEqual(['done', 'done']);
  });
});
