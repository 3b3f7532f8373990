import { FolderNode } from '../../../apps/api/src/catalogue/folder-node.ts';
import { ListingQueue } from '../../../apps/api/src/catalogue/listing-queue.ts';

function takeAll(queue: ListingQueue): FolderNode[] {
  const taken: FolderNode[] = [];
  for (let next = queue.take(1)[0]; next; next = queue.take(1)[0]) taken.push(next);
  return taken;
}

describe('the queue of folders to list', () => {
  it('F17: has each folder that is to be listed again in it once', () => {
    const root = FolderNode.root();
    root.setState('listed');
    const queue = new ListingQueue();
    for (let turn = 0; turn < 3; turn += 1) queue.addAgain([root]);
    expect(takeAll(queue)).toEqual([root]);
    queue.addAgain([root]);
    expect(takeAll(queue)).toEqual([root]);
  });

  it('WK1: passes over what has been listed or has gone meanwhile', () => {
    const root = FolderNode.root();
    const [open, done, gone] = ['open', 'done', 'gone'].map((name, at) => FolderNode.below(root, name, at + 1));
    const queue = new ListingQueue();
    const folders = [done, open, gone].filter((folder) => folder !== undefined);
    queue.add(folders);
    queue.addAgain(folders.slice(2));
    done?.setState('listed');
    gone?.setState('removed');
    expect(takeAll(queue)).toEqual([open]);
  });
});
