import { FolderNode } from '../../../apps/api/src/catalogue/folder-node.ts';
import { Refreshes } from '../../../apps/api/src/catalogue/refreshes.ts';

function makeFolders(count: number): FolderNode[] {
  const root = FolderNode.root();
  return Array.from({ length: count }, (_, id) => FolderNode.below(root, `${id}`, id + 1));
}

/** With the folder itself, which is listed before the others. */
const running = (scope: string, done: number, total: number) => ({ scope, done, total, state: 'running' });
const ready = (scope: string, total: number) => ({ scope, done: total, total, state: 'ready' });

describe('ST1: a part of the gallery that is listed again', () => {
  it('is told of as it comes on, and once when it is done', () => {
    const refreshes = new Refreshes();
    const [one, two, three] = makeFolders(3) as [FolderNode, FolderNode, FolderNode];
    expect(refreshes.take()).toEqual([]);
    refreshes.begin('/a', [one, two, three]);
    expect(refreshes.take()).toEqual([running('/a', 1, 4)]);
    expect(refreshes.take()).toEqual([]);
    refreshes.noteListed(two);
    refreshes.noteListed(two);
    expect(refreshes.take()).toEqual([running('/a', 2, 4)]);
    refreshes.noteListed(one);
    refreshes.noteListed(three);
    expect(refreshes.take()).toEqual([ready('/a', 4)]);
    expect(refreshes.take()).toEqual([]);
  });

  it('that was done before anyone asked is told of all the same', () => {
    const refreshes = new Refreshes();
    const [one] = makeFolders(1) as [FolderNode];
    refreshes.begin('/a', [one]);
    refreshes.noteListed(one);
    expect(refreshes.take()).toEqual([ready('/a', 2)]);
    refreshes.begin('/nothing', []);
    expect(refreshes.take()).toEqual([ready('/nothing', 1)]);
  });

  it('does not wait for a folder that went away', () => {
    const refreshes = new Refreshes();
    const [one, two] = makeFolders(2) as [FolderNode, FolderNode];
    refreshes.begin('/a', [one, two]);
    refreshes.noteListed(one);
    two.setState('removed');
    expect(refreshes.take()).toEqual([ready('/a', 3)]);
  });

  it('counts a folder in each part that holds it', () => {
    const refreshes = new Refreshes();
    const [one, two] = makeFolders(2) as [FolderNode, FolderNode];
    refreshes.begin('/', [one, two]);
    refreshes.begin('/a', [one]);
    refreshes.noteListed(one);
    expect(refreshes.take()).toEqual([running('/', 2, 3), ready('/a', 2)]);
  });

  it('begins anew when it is asked for once more', () => {
    const refreshes = new Refreshes();
    const [one, two] = makeFolders(2) as [FolderNode, FolderNode];
    refreshes.begin('/a', [one, two]);
    refreshes.noteListed(one);
    expect(refreshes.take()).toEqual([running('/a', 2, 3)]);
    refreshes.begin('/a', [one, two]);
    expect(refreshes.take()).toEqual([running('/a', 1, 3)]);
    refreshes.noteListed(one);
    refreshes.noteListed(two);
    expect(refreshes.take()).toEqual([ready('/a', 3)]);
    expect(refreshes.take()).toEqual([]);
  });
});
