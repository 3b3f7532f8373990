import type { IndexingState } from '#contracts';
import { FolderNode } from '../../../apps/api/src/catalogue/folder-node.ts';
import type { Indexer } from '../../../apps/api/src/catalogue/indexer.ts';
import { IndexNews } from '../../../apps/api/src/catalogue/index-news.ts';
import { Refreshes } from '../../../apps/api/src/catalogue/refreshes.ts';
import { Announced } from '../../support/announced.ts';

function makeNews() {
  let status: { state: IndexingState; done: number; total: number } = { state: 'running', done: 0, total: 1 };
  const refreshes = new Refreshes();
  const announced = new Announced();
  // Of the indexer only what is asked here.
  const news = new IndexNews({ refreshes, status: () => status } as unknown as Indexer, announced);
  /** The news of one more second, in which things came so far. */
  const tell = (state = status.state, done = status.done, total = status.total): string[] => {
    status = { state, done, total };
    const known = announced.all.length;
    news.tell();
    const all = announced.of('index-progress').slice(known);
    return all.map((each) => `${each.scope} ${each.state} ${each.done} of ${each.total}`);
  };
  return { refreshes, tell };
}

describe('ST1: how far the listing has come', () => {
  it('is told when it is another than before, and at its end', () => {
    const { tell } = makeNews();
    expect(tell('running', 0, 1)).toEqual(['/ running 0 of 1']);
    expect(tell()).toEqual([]);
    expect(tell('running', 3, 9)).toEqual(['/ running 3 of 9']);
    expect(tell('running', 3, 10)).toEqual(['/ running 3 of 10']);
    expect(tell('ready', 10, 10)).toEqual(['/ ready 10 of 10']);
    expect(tell()).toEqual([]);
  });

  it('is no news while a gallery that is ready goes on changing', () => {
    const { tell } = makeNews();
    tell('running', 1, 2);
    tell('ready', 2, 2);
    for (let folders = 3; folders < 20; folders += 1) expect(tell('ready', folders, folders)).toEqual([]);
  });

  it('is no news when all was done before anyone could ask', () => {
    const { tell } = makeNews();
    expect(tell('ready', 5, 5)).toEqual([]);
    expect(tell('running', 5, 6)).toEqual(['/ running 5 of 6']);
    expect(tell('ready', 6, 6)).toEqual(['/ ready 6 of 6']);
  });

  it('is told of each part that was asked for again', () => {
    const { refreshes, tell } = makeNews();
    tell('ready', 5, 5);
    const folder = FolderNode.below(FolderNode.root(), 'a', 1);
    refreshes.begin('/a', [folder]);
    expect(tell()).toEqual(['/a running 1 of 2']);
    refreshes.noteListed(folder);
    expect(tell()).toEqual(['/a ready 2 of 2']);
    expect(tell()).toEqual([]);
  });
});
