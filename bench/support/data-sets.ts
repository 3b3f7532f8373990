import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Where the generated galleries stand, unless `bench:data` was given another place; LENSLET_BENCH_DATA says so. */
export const dataHome = resolve(process.env['LENSLET_BENCH_DATA'] ?? join(import.meta.dirname, '../data'));

export interface FolderGroup {
  readonly folders: number;
  readonly itemsEach: number;
}

/** From ten folders to ten thousand, even and uneven: what a tree costs depends on its shape. */
const shapes = {
  '10k': [{ folders: 10, itemsEach: 1000 }],
  '100k': [{ folders: 10_000, itemsEach: 10 }],
  '500k': [
    { folders: 2, itemsEach: 10_000 },
    { folders: 80, itemsEach: 1000 },
    { folders: 4000, itemsEach: 100 },
  ],
  '1m': [
    { folders: 4, itemsEach: 10_000 },
    { folders: 160, itemsEach: 1000 },
    { folders: 8000, itemsEach: 100 },
  ],
  /** One folder of each size for the latencies of folders. */
  pages: [
    { folders: 1, itemsEach: 1000 },
    { folders: 1, itemsEach: 10_000 },
  ],
  /** Named as people and programs name their files: what is searched. */
  names: [{ folders: 10_000, itemsEach: 50 }],
  /** Every distinct image once: what thumbnails are made of. */
  distinct: [{ folders: 1, itemsEach: 300 }],
} as const satisfies Record<string, readonly FolderGroup[]>;

export type DataSetName = keyof typeof shapes;

export const dataSetNames = Object.keys(shapes) as readonly DataSetName[];

export interface DataSet {
  readonly name: DataSetName;
  readonly folder: string;
  /** There when all of it is made. Beside the gallery: in it, it would be served. */
  readonly stamp: string;
  readonly groups: readonly FolderGroup[];
  readonly items: number;
}

export function dataSet(name: DataSetName, home = dataHome): DataSet {
  const groups: readonly FolderGroup[] = shapes[name];
  const items = groups.reduce((sum, { folders, itemsEach }) => sum + folders * itemsEach, 0);
  return { name, folder: join(home, name), stamp: join(home, `${name}.complete`), groups, items };
}

export function isDataSetName(word: string): word is DataSetName {
  return Object.hasOwn(shapes, word);
}

export function isMade(set: DataSet): boolean {
  return existsSync(set.stamp);
}

/** The folder's path in the gallery: at most a hundred in one, so that the tree has branches. */
export function folderPath(set: DataSet, number: number): string {
  const total = set.groups.reduce((sum, { folders }) => sum + folders, 0);
  const own = `folder-${String(number).padStart(5, '0')}`;
  if (total <= 100) return own;
  return join(`group-${String(Math.floor(number / 100)).padStart(3, '0')}`, own);
}
