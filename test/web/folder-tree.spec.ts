import { TreeKeys } from '../../apps/web/src/app/folders/tree-keys.ts';
import { FolderTree, type TreeRow } from '../../apps/web/src/app/state/folder-tree.ts';
import type { FolderEntry, FolderManifest } from '../../libs/contracts/src/index.ts';

function entry(name: string, hasDirs = false, totalItems = 1): FolderEntry {
  return { name, kind: 'leaf-real', totalItems, hasDirs };
}

class FakeFolders {
  readonly asked: string[] = [];
  readonly dirs = new Map<string, FolderEntry[]>();
  isAway = false;

  folders(path: string): Promise<FolderManifest> {
    this.asked.push(path);
    const dirs = this.dirs.get(path);
    if (this.isAway || dirs === undefined) return Promise.reject(new Error('no answer'));
    return Promise.resolve({ v: 1, path, generatedAt: '', items: [], dirs });
  }
}

function make(): { tree: FolderTree; api: FakeFolders; names: () => string[] } {
  const api = new FakeFolders();
  api.dirs.set('/', [entry('a', true), entry('b'), entry('c', true)]);
  api.dirs.set('/a', [entry('deep', true)]);
  api.dirs.set('/a/deep', [entry('deeper')]);
  api.dirs.set('/c', [entry('#%&+ 🦩', true)]);
  api.dirs.set('/c/#%&+ 🦩', [entry('in')]);
  const tree = new FolderTree(api);
  return { tree, api, names: () => tree.rows().map(({ path, depth }) => `${depth}${path}`) };
}

describe('the folder tree', () => {
  test('begins with the gallery, and shows what is opened in it', async () => {
    const { tree, names } = make();
    expect(names()).toEqual(['0/']);
    await tree.expand('/');
    await tree.expand('/a');
    expect(names()).toEqual(['0/', '1/a', '2/a/deep', '1/b', '1/c']);
    tree.collapse('/a');
    expect(names()).toEqual(['0/', '1/a', '1/b', '1/c']);
  });

  test('F8 opens the way down to a folder, whatever its name', async () => {
    const { tree, names } = make();
    await tree.reveal('/c/#%&+ 🦩/in');
    expect(names()).toContain('3/c/#%&+ 🦩/in');
  });

  test('SR5 a folder is called by its label, as soon as that is known, and else by its name', async () => {
    const { tree, api } = make();
    api.dirs.set('/a', [{ ...entry('deep', true), label: 'The archive' }]);
    expect([tree.nameOf('/a/deep'), tree.nameOf('/a')]).toEqual(['deep', 'a']);
    await tree.reveal('/a/deep');
    expect([tree.nameOf('/a/deep'), tree.nameOf('/a'), tree.nameOf('/a/deep/deeper')]).toEqual([
      ...['The archive', 'a', 'deeper'],
    ]);
  });

  test('tells each row its place among its siblings', async () => {
    const { tree } = make();
    await tree.expand('/');
    expect(tree.rows().map(({ position, siblings }) => [position, siblings])).toEqual([
      [1, 1],
      [1, 3],
      [2, 3],
      [3, 3],
    ]);
  });

  test('UI26 a refresh takes over what is new, and changes nothing when nothing is', async () => {
    const { tree, api, names } = make();
    await tree.expand('/');
    const before = tree.rows();
    await tree.refresh();
    expect(tree.rows()).toBe(before);
    api.dirs.set('/', [entry('a', true), entry('new'), entry('c', true, 7)]);
    await tree.refresh();
    expect(names()).toEqual(['0/', '1/a', '1/new', '1/c']);
    expect(tree.rows()[3]?.total).toBe(7);
  });

  test('SR5 says what stands for a folder elsewhere, what it wants to be called, and why it leads nowhere', async () => {
    const { tree, api } = make();
    const message = 'The pointer "/b" leads nowhere: its target is not there.';
    const pointer = { kind: 'leaf-pointer' as const, label: 'Archive' };
    api.dirs.set('/', [entry('a'), { ...entry('b'), ...pointer }]);
    await tree.expand('/');
    expect(tree.rows()[1]).toMatchObject({ name: 'a', isPointer: false, problem: null });
    expect(tree.rows()[2]).toMatchObject({ path: '/b', name: 'Archive', isPointer: true, problem: null });
    api.dirs.set('/', [entry('a'), { ...entry('b'), ...pointer, problem: { error: 'broken_pointer', message } }]);
    await tree.refresh();
    expect(tree.rows()[2]?.problem).toBe(message);
  });

  test('a refresh asks only for open folders in sight', async () => {
    const { tree, api } = make();
    await tree.expand('/');
    await tree.expand('/a');
    await tree.expand('/c');
    api.asked.length = 0;
    tree.visible = () => ['/a', '/b'];
    await tree.refresh();
    expect(api.asked.sort()).toEqual(['/', '/a']);
  });

  test('UI26 a server that is away takes nothing away', async () => {
    const { tree, api, names } = make();
    await tree.expand('/');
    api.isAway = true;
    await expect(tree.refresh()).rejects.toThrow();
    await expect(tree.expand('/a')).rejects.toThrow();
    expect(names()).toEqual(['0/', '1/a', '1/b', '1/c']);
    api.isAway = false;
    await tree.expand('/a');
    expect(names()).toContain('2/a/deep');
  });

  test('10,000 folders in one are rows in a moment', async () => {
    const { tree, api } = make();
    api.dirs.set(
      '/',
      Array.from({ length: 10_000 }, (_, i) => entry(`folder ${i}`)),
    );
    await tree.expand('/');
    expect(tree.rows()).toHaveLength(10_001);
    expect(tree.rows().at(-1)).toMatchObject({ path: '/folder 9999', position: 10_000, siblings: 10_000 });
  });
});

describe('the keys of the tree', () => {
  const names = ['gallery', 'Alps', 'Bergen', 'berlin', 'Cairo'];
  const rows = names.map((name, i) => ({
    path: i === 0 ? '/' : `/${name}`,
    name,
    depth: i === 0 ? 0 : 1,
    canExpand: name === 'Alps' || i === 0,
    isExpanded: i === 0,
  })) as TreeRow[];

  function keys(): { press: (key: string, at: number, time?: number) => boolean; done: string[] } {
    const done: string[] = [];
    const tree = new TreeKeys({
      rows: () => rows,
      nameOf: ({ name }) => name,
      pageRows: () => 3,
      move: ({ name }) => done.push(`move ${name}`),
      choose: ({ name }) => done.push(`choose ${name}`),
      expand: (path) => done.push(`expand ${path}`),
      collapse: (path) => done.push(`collapse ${path}`),
    });
    let now = 0;
    const press = (key: string, at: number, time = 100): boolean =>
      tree.press({ key, ctrlKey: false, metaKey: false, altKey: false, timeStamp: (now += time) }, at);
    return { press, done };
  }

  test.each([
    ['ArrowDown', 1, 'move Bergen'],
    ['ArrowUp', 1, 'move gallery'],
    ['ArrowDown', 4, 'move Cairo'],
    ['Home', 3, 'move gallery'],
    ['End', 0, 'move Cairo'],
    ['PageDown', 0, 'move berlin'],
    ['ArrowRight', 1, 'expand /Alps'],
    ['ArrowRight', 0, 'move Alps'],
    ['ArrowLeft', 3, 'move gallery'],
    ['Enter', 2, 'choose Bergen'],
    [' ', 2, 'choose Bergen'],
  ])('UI25 %s on row %i: %s', (key, at, outcome) => {
    const { press, done } = keys();
    expect(press(key, at)).toBe(true);
    expect(done).toEqual([outcome]);
  });

  test('UI25 letters find names, the same letter again the next one', () => {
    const { press, done } = keys();
    press('b', 0);
    press('b', 2);
    press('b', 3);
    expect(done).toEqual(['move Bergen', 'move berlin', 'move Bergen']);
  });

  test('UI25 letters in quick succession are one word, after a pause a new one', () => {
    const { press, done } = keys();
    for (const [letter, at] of [
      ['b', 0],
      ['e', 2],
      ['r', 2],
      ['l', 2],
    ] as const)
      press(letter, at);
    expect(done.at(-1)).toBe('move berlin');
    press('c', 3, 2000);
    expect(done.at(-1)).toBe('move Cairo');
  });

  test('UI25 a shortcut of the browser is left alone', () => {
    const tree = new TreeKeys({} as never);
    expect(tree.press({ key: 'a', ctrlKey: true, metaKey: false, altKey: false, timeStamp: 0 }, 0)).toBe(false);
  });
});
