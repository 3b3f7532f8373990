/** `npm run bench:data -- 10k|100k|500k|1m|pages|names|distinct [folder]`: galleries of any size, in seconds, by hard links. */
import { linkSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { extname, join, resolve } from 'node:path';
import {
  dataHome,
  dataSet,
  dataSetNames,
  folderPath,
  isDataSetName,
  isMade,
  type DataSet,
} from './support/data-sets.ts';
import { distinctCount, makeDistinctImages } from './support/distinct-images.ts';
import { itemName } from './support/item-names.ts';

export async function run(words: readonly string[]): Promise<number> {
  const home = resolve(words.find((word) => !isDataSetName(word)) ?? dataHome);
  const names = words.filter((word) => isDataSetName(word));
  if (names.length === 0) {
    console.error(`Name what to make: ${dataSetNames.join(', ')}. A folder may follow; otherwise it is ${dataHome}.`);
    return 2;
  }
  for (const name of names) await makeDataSet(dataSet(name, home), home);
  return 0;
}

export async function makeDataSet(set: DataSet, home = dataHome): Promise<void> {
  if (isMade(set)) {
    console.log(`${set.name}: is there (${set.folder})`);
    return;
  }
  rmSync(set.stamp, { force: true });
  const originals = await makeDistinctImages(join(home, 'originals'), (done) => {
    tell('distinct images', done, distinctCount);
  });
  let number = 0;
  let done = 0;
  for (const { folders, itemsEach } of set.groups) {
    for (let folder = 0; folder < folders; folder += 1) {
      fill(set, number, itemsEach, originals);
      number += 1;
      done += itemsEach;
      if (number % 50 === 0) tell(set.name, done, set.items);
    }
  }
  tell(set.name, done, set.items);
  writeFileSync(set.stamp, `${String(set.items)}\n`);
  console.log(`${set.name}: ${String(set.items)} images in ${set.folder}`);
}

/** Links what is not linked yet: a run that was interrupted goes on where it was. */
function fill(set: DataSet, number: number, items: number, originals: readonly string[]): void {
  const folder = join(set.folder, folderPath(set, number));
  mkdirSync(folder, { recursive: true });
  const present = new Set(readdirSync(folder));
  for (let item = 0; item < items; item += 1) {
    const original = originals[(item + number * 7) % originals.length] ?? '';
    const own = set.name === 'names' ? itemName(number, item) : `image_${String(item).padStart(6, '0')}`;
    const name = own + extname(original);
    if (!present.has(name)) linkSync(original, join(folder, name));
  }
}

let told = 0;

function tell(what: string, done: number, total: number): void {
  const isLast = done === total;
  if (process.stdout.isTTY) {
    process.stdout.write(`\r\x1b[K${what}: ${String(done)} of ${String(total)}${isLast ? '\n' : ''}`);
  } else if (isLast || performance.now() - told > 5000) {
    told = performance.now();
    console.log(`${what}: ${String(done)} of ${String(total)}`);
  }
}
