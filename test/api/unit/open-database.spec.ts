import { hash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { LabelEngine } from '../../../apps/api/src/persistence/sql/label-engine.ts';
import { openForReading, openOnDisk } from '../../../apps/api/src/persistence/sql/open-database.ts';
import { CannotStart } from '../../../apps/api/src/shared/cannot-start.ts';
import { defaultLabel } from '../../../apps/api/src/persistence/label.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const nothing = (): void => undefined;
const fillWithOne = (engine: LabelEngine): void => {
  engine.saveLabel({ ...defaultLabel('/a.jpg'), version: 2, star: 3, id: 1, seq: 0 });
};

function makeDatabase(fill = fillWithOne): string {
  const file = `${tempFolder('database')}/labels.db`;
  openOnDisk(file, fill).engine.db.close();
  return file;
}

/** Everything in the folder. */
function snapshot(folder: string): unknown {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).map((entry) => {
    const path = `${entry.parentPath}/${entry.name}`;
    return [path, entry.isFile() ? hash('sha256', readFileSync(path)) : '', statSync(path).mode];
  });
}

function pragma(engine: LabelEngine, name: string): unknown {
  return Object.values(engine.db.prepare(`PRAGMA ${name}`).get()!)[0];
}

describe('a database that is there', () => {
  const damaged: [string, (file: string) => void][] = [
    ['garbage', (file) => writeFileSync(file, Buffer.alloc(8192, 'garbage '))],
    ['a few bytes', (file) => writeFileSync(file, 'x')],
    ['empty', (file) => writeFileSync(file, '')],
    ['a folder', (file) => (rmSync(file), mkdirSync(file))],
    ['its beginning only', (file) => writeFileSync(file, readFileSync(file).subarray(0, 5000))],
    ['of another program', (file) => (rmSync(file), run(file, 'CREATE TABLE t (a); INSERT INTO t VALUES (1)'))],
    ['of another program that calls a table as we do', (file) => (rmSync(file), run(file, 'CREATE TABLE meta (a)'))],
    ['of a newer schema', (file) => run(file, "UPDATE meta SET value = '99' WHERE name = 'schema'")],
    [
      'of a newer schema, as a backup is',
      (file) =>
        run(
          file,
          `UPDATE meta SET value = '99' WHERE name = 'schema';
      PRAGMA journal_mode = DELETE`,
        ),
    ],
    ['of no schema', (file) => run(file, "DELETE FROM meta WHERE name = 'schema'")],
  ];

  it.each(damaged)('D5: is refused when it is %s, with the way out, and nothing is touched', (_, damage) => {
    const file = makeDatabase();
    damage(file);
    const folder = file.slice(0, -'/labels.db'.length);
    const before = snapshot(folder);
    const content = existsSync(file) && statSync(file).isFile() ? readFileSync(file, 'base64') : '';
    const refused = (open: () => unknown): void => {
      expect(open).toThrow(CannotStart);
      expect(open).toThrow(file);
      expect(open).toThrow(/backup.*labels\.json/s);
    };
    refused(() => openOnDisk(file, nothing));
    expect(snapshot(folder)).toEqual(before);
    // Whoever may only read leaves the shared memory behind; the labels are as they were.
    refused(() => openForReading(file));
    if (content !== '') expect(readFileSync(file, 'base64')).toBe(content);
  });

  const itAsRoot = process.getuid?.() === 0 ? it : it.skip;
  itAsRoot('D5: is refused when it may not be read', () => {
    const file = makeDatabase();
    chmodSync(file.slice(0, -'/labels.db'.length), 0o777);
    chmodSync(file, 0);
    process.seteuid!(65_534);
    try {
      expect(() => openOnDisk(file, nothing)).toThrow(CannotStart);
      expect(() => openOnDisk(file, nothing)).toThrow(/permissions/);
    } finally {
      process.seteuid!(0);
    }
    expect(statSync(file).mode & 0o777).toBe(0);
  });

  it('WK12: of a version before contents and the ends of refused writes were kept: goes on with what it holds', () => {
    const file = makeDatabase();
    run(
      file,
      `DROP TABLE contents; ALTER TABLE refusals DROP COLUMN written; INSERT INTO refusals VALUES (7, 'ann', 2);
      UPDATE meta SET value = '1' WHERE name = 'schema'`,
    );
    const { engine } = openOnDisk(file, nothing);
    expect(engine.label('/a.jpg')).toMatchObject({ version: 2, star: 3 });
    expect([engine.content('/a.jpg'), engine.meta('schema')]).toEqual([undefined, '3']);
    engine.countRefusals({ hour: 7, actor: 'ann', count: 0, written: 1 });
    expect(engine.refusals(7, 8)).toEqual([{ name: 'ann', count: 2, written: 1 }]);
    engine.db.close();
    expect(openForReading(file).contentPathsAfter('', 1)).toEqual([]);
  });

  it('keeps what it holds, and is not filled again', () => {
    const file = makeDatabase();
    const { engine } = openOnDisk(file, () => {
      throw new Error('It was there.');
    });
    expect(engine.label('/a.jpg')).toMatchObject({ version: 2, star: 3 });
    engine.db.close();
  });
});

describe('a database that is made', () => {
  it('LB1: has every commit on disk before it is answered', () => {
    const { engine, journal } = openOnDisk(`${tempFolder('database')}/labels.db`, nothing);
    expect([journal, pragma(engine, 'journal_mode'), pragma(engine, 'synchronous')]).toEqual(['wal', 'wal', 2]);
    engine.db.close();
  });

  it('LB3, D2: begins anew where another one was not finished', () => {
    const folder = tempFolder('database');
    const file = `${folder}/labels.db`;
    for (const ending of ['', '-journal', '-wal', '-shm']) writeFileSync(`${file}.new${ending}`, 'half of it');
    const { engine } = openOnDisk(file, fillWithOne);
    expect(engine.label('/a.jpg')).toBeDefined();
    engine.db.close();
    expect(readdirSync(folder)).toEqual(['labels.db']);
  });

  it('LB3, LB7: is not there when it could not be filled', () => {
    const folder = tempFolder('database');
    const failing = (engine: LabelEngine): void => {
      fillWithOne(engine);
      throw new Error('labels.json cannot be read');
    };
    expect(() => openOnDisk(`${folder}/labels.db`, failing)).toThrow('labels.json cannot be read');
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each(['-wal', '-journal'])('never takes over the %s of one that was taken away, and keeps it aside', (ending) => {
    const file = makeDatabase();
    const folder = file.slice(0, -'/labels.db'.length);
    rmSync(file);
    writeFileSync(file + ending, 'of another one');
    openOnDisk(file, nothing).engine.db.close();
    expect(readFileSync(`${file}${ending}.orphan`, 'utf8')).toBe('of another one');
    expect(readdirSync(folder).sort()).toEqual(['labels.db', `labels.db${ending}.orphan`]);
  });
});

describe('where memory cannot be shared', () => {
  it('LB4: keeps a rollback journal instead, as safely', () => {
    const file = makeDatabase();
    // The log apart needs a file of this name, and follows no link.
    symlinkSync('/nowhere', `${file}-shm`);
    const { engine, journal } = openOnDisk(file, nothing);
    expect([journal, pragma(engine, 'journal_mode'), pragma(engine, 'synchronous')]).toEqual(['delete', 'delete', 3]);
    expect(engine.label('/a.jpg')).toMatchObject({ version: 2 });
    engine.transaction(() => {
      engine.setMeta('a', 'b');
    });
    engine.db.close();
    expect(existsSync(`${file}-wal`)).toBe(false);
    const again = openOnDisk(file, nothing);
    expect([again.journal, again.engine.meta('a')]).toEqual(['delete', 'b']);
    again.engine.db.close();
    rmSync(`${file}-shm`);
    const healed = openOnDisk(file, nothing);
    expect([healed.journal, healed.engine.meta('a')]).toEqual(['wal', 'b']);
    healed.engine.db.close();
  });
});

function run(file: string, sql: string): void {
  const db = new DatabaseSync(file);
  db.exec(sql);
  db.close();
}
