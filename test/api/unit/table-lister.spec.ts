import fs, { appendFileSync, mkdirSync, renameSync, rmSync, writeFileSync, type StatSyncOptions } from 'node:fs';
import filesLater from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ListedFolder } from '../../../apps/api/src/sources/image-source.ts';
import { firstRows, tableLimits } from '../../../apps/api/src/sources/table/table-limits.ts';
import { TableLister } from '../../../apps/api/src/sources/table/table-lister.ts';
import type { TableFacts } from '../../../apps/api/src/sources/table/table-questions.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { tableLocation } from '../../support/places.ts';
import { writeTable, type TableRow } from '../../support/tables.ts';
import { tempFolder } from '../../support/temp-folder.ts';

type Listed = Extract<ListedFolder, { status: 'listed' }>;

function listed(folder: ListedFolder): Listed {
  if (folder.status !== 'listed') throw new Error(folder.status);
  return folder;
}

function world(name: string, rows: readonly TableRow[]) {
  const folder = tempFolder('table');
  const file = writeTable(folder, name, rows);
  const location = tableLocation(file, folder);
  const clock = new FakeClock();
  const lister = new TableLister(location, clock);
  const factsOf = async (): Promise<TableFacts> => (await lister.answer({ ask: 'facts' })) as TableFacts;
  return { folder, file, clock, lister, factsOf };
}

describe('the lister of a table', () => {
  const many = firstRows + 500;
  const rows = Array.from({ length: many }, (_, at) => ({ file: `${at % 2 === 0 ? 'a' : 'b'}/${String(at)}.jpg`, at }));

  it.each(['table.csv', 'table.parquet'])(
    'SR6: tells the first rows of %s of each folder once, then all',
    async (name) => {
      // One group of rows, from which the first ones have to be taken apart.
      const { lister } = world(name, rows);
      const [root, a] = (await Promise.all([lister.list('/'), lister.list('/a')])).map(listed);
      expect([root?.isPartial, root?.dirs, a?.isPartial, a?.files.length]).toEqual([
        true,
        ['a', 'b'],
        true,
        a?.files.length,
      ]);
      expect(a?.files.length).toBeLessThan(many / 2);
      const all = listed(await lister.list('/a'));
      expect([all.isPartial, all.files.length, all.files.at(-1)?.key]).toEqual([
        undefined,
        many / 2,
        `${String(many - 2)}.jpg`,
      ]);
      expect(listed(await lister.list('/b')).isPartial).toBeUndefined();
    },
  );

  it('I11: a table that turns out to be broken leaves its first rows, and says why', async () => {
    const { lister, file, factsOf } = world('table.csv', rows);
    writeFileSync(file, '"never closed', { flag: 'a' });
    const first = listed(await lister.list('/'));
    expect([first.isPartial, (await lister.list('/')).status]).toEqual([true, 'unavailable']);
    expect(await factsOf()).toMatchObject({ generation: 0, problem: expect.stringMatching(/never closed/) as string });
  });

  it.each(['t.csv', 't.ndjson', 't.parquet'])('I11: too many rows of %s are refused in words', async (name) => {
    jest.replaceProperty(tableLimits, 'rows', 100 as typeof tableLimits.rows);
    const { lister, factsOf } = world(name, rows.slice(0, 101));
    await lister.list('/');
    expect((await lister.list('/')).status).toBe('unavailable');
    expect((await factsOf()).problem).toMatch(/^The table has (?:101|more than 100) rows/);
    jest.restoreAllMocks();
  });

  it('SR3: without its base folder nothing is told to be missing', async () => {
    const { lister, folder } = world('table.csv', [{ file: 'a.jpg' }]);
    expect(listed(await lister.list('/')).files).toMatchObject([{ key: 'a.jpg', problem: 'missing' }]);
    rmSync(folder, { recursive: true });
    expect((await lister.list('/')).status).toBe('unavailable');
    await expect(lister.marks(['/'])).rejects.toThrow();
  });

  describe('SR3: another folder in the place of its base folder', () => {
    /** A table that lies elsewhere, and how many of its three files the base folder has. */
    function based(files: number) {
      const [tables, parent] = [tempFolder('table'), tempFolder('base')];
      const [base, aside] = [`${parent}/base`, `${parent}/aside`];
      const fill = (folder: string, count: number): void => {
        mkdirSync(folder);
        for (let at = 0; at < count; at += 1) writeFileSync(`${folder}/${String(at)}.jpg`, 'image');
      };
      fill(base, files);
      const file = writeTable(
        tables,
        'table.csv',
        [0, 1, 2].map((at) => ({ file: `${String(at)}.jpg` })),
      );
      const lister = new TableLister(tableLocation(file, base), new FakeClock());
      const there = async (): Promise<number> =>
        listed(await lister.list('/')).files.filter(({ problem }) => problem === undefined).length;
      const replace = (count: number): void => {
        renameSync(base, aside);
        fill(base, count);
      };
      const restore = (): void => {
        rmSync(base, { recursive: true });
        renameSync(aside, base);
      };
      return { lister, there, replace, restore };
    }

    it('is a disk that went away as long as it has less than half of the files', async () => {
      const { lister, there, replace, restore } = based(3);
      expect([await there(), await there()]).toEqual([3, 3]);
      const before = await lister.marks(['/']);
      replace(1);
      // However often it is looked at.
      for (let turn = 0; turn < 2; turn += 1) expect(await lister.list('/')).toEqual({ status: 'unavailable' });
      await expect(lister.marks(['/'])).rejects.toThrow();
      restore();
      expect([await there(), await lister.marks(['/'])]).toEqual([3, before]);
    });

    it('is the base folder if it has half of them, or where none was seen', async () => {
      const half = based(3);
      await half.there();
      half.replace(2);
      expect([await half.there(), await half.there()]).toEqual([2, 2]);
      const late = based(0);
      expect(await late.there()).toBe(0);
      late.replace(3);
      expect(await late.there()).toBe(3);
    });

    it('is noticed also when it goes while the table is read', async () => {
      const { lister, replace } = based(3);
      await lister.list('/');
      const listing = lister.list('/');
      replace(0);
      await expect(listing).rejects.toThrow('The base folder of the table is away.');
    });
  });

  it.each(['EIO', 'ESTALE', 'ETIMEDOUT'])(
    'SR3: a storage that fails with %s says nothing of its files',
    async (code) => {
      const { lister, folder } = world('table.csv', [{ file: 'a.jpg' }, { file: 'b/b.jpg' }]);
      for (const file of ['a.jpg', 'b/b.jpg']) {
        mkdirSync(dirname(join(folder, file)), { recursive: true });
        writeFileSync(join(folder, file), 'image');
      }
      await lister.list('/');
      const before = await lister.marks(['/', '/b']);
      const { lstatSync } = fs;
      const failing = jest.spyOn(fs, 'lstatSync').mockImplementation(((path: string, options: StatSyncOptions) => {
        if (path.endsWith('b.jpg')) throw Object.assign(new Error(code), { code });
        return lstatSync(path, options);
      }) as typeof lstatSync);
      await expect(lister.list('/b')).rejects.toMatchObject({ code });
      expect(listed(await lister.list('/')).files).toMatchObject([{ key: 'a.jpg' }]);
      expect([...(await lister.marks(['/', '/b']))]).toEqual([before[0], NaN]);
      failing.mockRestore();
      expect(await lister.marks(['/', '/b'])).toEqual(before);
    },
  );

  it('SR6: a table that is deleted leaves what is known', async () => {
    const { lister, file, factsOf } = world('table.csv', [{ file: 'a.jpg' }]);
    await lister.list('/');
    await lister.list('/');
    rmSync(file);
    expect(listed(await lister.list('/')).files).toHaveLength(1);
    expect((await factsOf()).problem).toBe('The table is not there any more.');
  });

  describe('SR6: a table that is written to all the time', () => {
    const took = 1000;
    const growing = () => {
      const made = world('table.ndjson', [{ file: '0.jpg' }, { file: 'a/0.jpg' }]);
      const { open } = filesLater;
      const reading = jest.spyOn(filesLater, 'open').mockImplementation((...file) => {
        made.clock.advance(took);
        return open(...file);
      });
      let count = 0;
      const add = (): void => appendFileSync(made.file, `${JSON.stringify({ file: `${String((count += 1))}.jpg` })}\n`);
      const imagesIn = async (path: string): Promise<[number, number | undefined]> => {
        const { files, againInMs } = listed(await made.lister.list(path));
        return [files.length, againInMs];
      };
      return { ...made, reading, add, imagesIn };
    };
    afterEach(() => jest.restoreAllMocks());

    it('is read once for all who ask, and not again for a while, in which what is known is told', async () => {
      const { lister, clock, reading, add, imagesIn } = growing();
      await lister.list('/');
      expect(await imagesIn('/')).toEqual([1, undefined]);
      for (let turn = 0; turn < 9; turn += 1) {
        add();
        expect(await imagesIn('/')).toEqual([1, 9 * took - turn * 1000]);
        expect(await imagesIn('/a')).toEqual([1, 9 * took - turn * 1000]);
        expect(await lister.hasImage('/1.jpg')).toBe(false);
        await lister.marks(['/', '/a']);
        expect(reading).toHaveBeenCalledTimes(1);
        clock.advance(1000);
      }
      expect(await imagesIn('/')).toEqual([10, undefined]);
      expect(await lister.hasImage('/1.jpg')).toBe(true);
      expect(reading).toHaveBeenCalledTimes(2);
    });

    it('is read in the end as it is in the end, by whoever does as told', async () => {
      const { lister, clock, add, imagesIn } = growing();
      await lister.list('/');
      for (let turn = 0; turn < 20; turn += 1) {
        add();
        const [, again] = await imagesIn('/');
        clock.advance(turn % 3 === 0 ? (again ?? 0) : 700);
      }
      let told = await imagesIn('/');
      for (let turn = 0; turn < 3; turn += 1) {
        clock.advance(told[1] ?? 0);
        told = await imagesIn('/');
      }
      expect(told).toEqual([21, undefined]);
    });

    it('that is gone is not asked for again and again', async () => {
      const { lister, clock, file, imagesIn } = growing();
      await lister.list('/');
      rmSync(file);
      clock.advance(100 * took);
      expect(await imagesIn('/')).toEqual([1, undefined]);
    });
  });
});
