import { mkdir, readdir, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { render, type Picture } from './demo/picture.ts';
import { abstracts } from './demo/plan-abstract.ts';
import { coasts } from './demo/plan-coasts.ts';
import { landscapes } from './demo/plan-landscapes.ts';
import { nights } from './demo/plan-nights.ts';
import { studio } from './demo/plan-studio.ts';

/** In the order of their dates where they tell none. */
export const pictures: readonly Picture[] = [...landscapes, ...coasts, ...nights, ...abstracts, ...studio];

/** While one is drawn here, another is written as a file by sharp's own threads. */
const atOnce = 3;

/**
 * Makes the gallery that is shown when nobody names a folder. It is always the same one. The folder appears when all
 * of it is there, so a folder that exists is complete and is left as it is.
 */
export async function makeDemoGallery(folder: string, report: (done: number, total: number) => void): Promise<void> {
  if (await hasContent(folder)) {
    report(pictures.length, pictures.length);
    return;
  }
  await removeAbandoned(folder);
  const making = `${folder}${makingMark}${String(process.pid)}`;
  try {
    await drawAll(making, report);
    await rename(making, folder).catch(async (error: unknown) => {
      // Another server was quicker: its gallery is the same.
      if (!(await hasContent(folder))) throw error;
    });
  } finally {
    await rm(making, { recursive: true, force: true });
  }
}

const makingMark = '.making-';

async function drawAll(folder: string, report: (done: number, total: number) => void): Promise<void> {
  const waiting = [...pictures.entries()];
  let done = 0;
  report(0, pictures.length);
  const take = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [place, picture] = next;
      const path = join(folder, picture.path);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, await render(picture));
      // So that sorting by date is not sorting by chance.
      const written = dateOf(picture, place);
      await utimes(path, written, written);
      done += 1;
      report(done, pictures.length);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, take));
}

/** The day it says it was taken; the others follow each other, a few days apart. */
function dateOf({ shot }: Picture, place: number): Date {
  if (shot) return new Date(shot.taken.replace(/^(\d+):(\d+):(\d+) /, '$1-$2-$3T') + 'Z');
  return new Date(Date.UTC(2025, 0, 6 + place * 5, 9 + (place % 9), (place * 7) % 60));
}

async function hasContent(folder: string): Promise<boolean> {
  try {
    return (await readdir(folder)).length > 0;
  } catch {
    // ENOENT: it is not there yet. Anything else will be told by the attempt to make it.
    return false;
  }
}

/** What a process left that was ended while it was drawing. */
async function removeAbandoned(folder: string): Promise<void> {
  await mkdir(dirname(folder), { recursive: true });
  for (const name of await readdir(dirname(folder))) {
    if (!name.startsWith(basename(folder) + makingMark)) continue;
    if (!isAlive(Number(name.split('-').at(-1))))
      await rm(join(dirname(folder), name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    // No such process. (One of another person's would not write here.)
    return false;
  }
}
