import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { PassThrough, Readable } from 'node:stream';
import type { Catalogue } from '../../../apps/api/src/catalogue/catalogue.ts';
import type { Indexer } from '../../../apps/api/src/catalogue/indexer.ts';
import type { Announcer } from '../../../apps/api/src/events/announcer.ts';
import { Imports } from '../../../apps/api/src/exchange/imports.ts';
import type { Bringer } from '../../../apps/api/src/exchange/kept-files.ts';
import { SpoolRoom } from '../../../apps/api/src/exchange/spool-room.ts';
import {
  examinationsMax,
  type AskedExamination,
  type ExaminedPage,
  type Findings,
} from '../../../apps/api/src/persistence/import-wish.ts';
import { LabelBook } from '../../../apps/api/src/persistence/label-book.ts';
import type { Outcome } from '../../../apps/api/src/persistence/label-store.ts';
import { LabelTable } from '../../../apps/api/src/persistence/label-table.ts';
import { LabelWriter } from '../../../apps/api/src/persistence/label-writer.ts';
import type { AskedWrite } from '../../../apps/api/src/shared/asked-write.ts';
import { Problem } from '../../../apps/api/src/shared/problem.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { StoreDouble } from '../../support/store-double.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { waitFor } from '../../support/wait-for.ts';

const none = { count: 0, items: [] };
const findings: Findings = {
  format: 'csv',
  read: 1,
  new: none,
  conflicts: none,
  unchanged: { count: 0, paths: [] },
  refused: { count: 0, lines: [], is_cut_short: false },
  ignored_columns: [],
  changes: { keep: 1, take: 1, newer: 1, merge: 1 },
};
const how = { policy: 'take', skipsRefused: false } as const;
const minutes = 60_000;
const gibibyte = 1024 ** 3;
/** Nobody leaves. */
const stays = new AbortController().signal;

class ExaminingStore extends StoreDouble {
  /** By name, those that were begun and have not come to their end. */
  readonly open = new Map<string, () => void>();
  holds = false;
  /** Is asked whether it is an image. */
  paths = '';

  override examine = async ({ name }: AskedExamination): Promise<ExaminedPage> => {
    if (this.open.size >= examinationsMax) throw new Problem('overloaded', 'Too many.');
    if (this.holds) await new Promise<void>((resolve) => this.open.set(name, resolve));
    if (this.paths !== '') this.open.set(name, () => undefined);
    else this.open.delete(name);
    return { paths: this.paths, findings: this.paths === '' ? findings : null };
  };

  override stopExamining = (name: string): Promise<void> => {
    this.open.delete(name);
    return Promise.resolve();
  };
}

class Bench {
  readonly clock = new FakeClock();
  readonly store = new ExaminingStore();
  readonly workspace = tempFolder('workspace');
  disk = { free: 100 * gibibyte, size: 1000 * gibibyte };
  readonly imports: Imports;

  constructor() {
    const announcer = { announce: () => undefined } as unknown as Announcer;
    const book = new LabelBook(this.store, new LabelTable(), announcer, this.clock);
    const writer = new LabelWriter(book, this.store, this.clock);
    const catalogue = { find: () => undefined } as unknown as Catalogue;
    const away = (): Promise<never> => Promise.reject(new Problem('source_unavailable', 'It is away.'));
    const images = { catalogue, indexer: { folder: away } as unknown as Indexer };
    this.imports = new Imports(this.workspace, this.store, writer, images, this.clock, () => this.disk);
  }

  get files(): number {
    return readdirSync(this.workspace).length;
  }

  async preview(principal = 'ada', left = stays): Promise<string> {
    return (await this.imports.preview(Readable.from(['path\n']), by(principal), left)).id;
  }

  import(id: string, key: string, principal = 'ada'): Promise<unknown> {
    return this.imports.importKept(id, principal, how, asked(principal, key));
  }

  isThere(id: string): boolean {
    return existsSync(`${this.workspace}/.import-${id}.tmp`);
  }

  /** The store is at it. */
  async begun(count = 1): Promise<void> {
    await waitFor(() => this.store.commits.length === count, 'the store to be asked');
  }
}

function by(principal: string): Bringer {
  return { principal, format: 'csv', isTrusted: true };
}

function asked(principal: string, key: string): AskedWrite {
  return { principal, key, fingerprint: 'f', actor: principal, client: 'c', clientId: null, ifMatch: undefined };
}

const imported: Outcome = {
  kind: 'done',
  answer: { kind: 'import', gestureId: null, read: 1, fresh: 0, changed: 0, same: 1, kept: 0, refused: 0 },
  accepted: null,
  isReplay: false,
};

describe('EX6: a file that was handed over', () => {
  it('stays where it is while it is imported, whoever else asks and however long it takes', async () => {
    const bench = new Bench();
    const id = await bench.preview();
    bench.clock.advance(28 * minutes);
    const first = bench.import(id, 'one');
    await bench.begun();
    const second = expect(bench.import(id, 'two')).rejects.toMatchObject({ code: 'already_imported' });
    // It is asked whether the key has an answer.
    await bench.begun(2);
    bench.store.commits[1]?.resolve({ kind: 'key-unknown' });
    await second;
    expect(bench.imports.state(id, 'ada').state).toBe('running');
    for (let more = 0; more < 3; more += 1) await bench.preview();
    expect(bench.isThere(id)).toBe(true);
    bench.clock.advance(3 * minutes);
    expect(bench.isThere(id)).toBe(true);
    bench.store.commits[0]?.resolve(imported);
    await first;
    expect(bench.imports.state(id, 'ada').state).toBe('done');
    expect(bench.isThere(id)).toBe(false);
    expect(bench.files).toBe(3);
    bench.clock.advance(31 * minutes);
    expect(() => bench.imports.state(id, 'ada')).toThrow('not here any more');
  });

  it('can be tried again when that failed, and is forgotten in its time', async () => {
    const bench = new Bench();
    const id = await bench.preview();
    const first = expect(bench.import(id, 'one')).rejects.toThrow('broken');
    await bench.begun();
    bench.store.commits[0]?.reject(new Error('It is broken.'));
    await first;
    expect(bench.imports.state(id, 'ada').state).toBe('failed');
    const again = bench.import(id, 'two');
    await bench.begun(2);
    bench.store.commits[1]?.resolve(imported);
    await again;
    expect(bench.imports.state(id, 'ada').state).toBe('done');
  });
});

describe('EX8: a file that nobody waits for any more', () => {
  it('is looked through no further, and goes: the next one has its place', async () => {
    const bench = new Bench();
    bench.store.holds = true;
    const visits = Array.from({ length: examinationsMax }, () => new AbortController());
    const found = visits.map(({ signal }, at) =>
      expect(bench.preview(`person ${String(at)}`, signal)).rejects.toThrow('left'),
    );
    await waitFor(() => bench.store.open.size === examinationsMax, 'them to be looked through');
    const waiting = new AbortController();
    const late = expect(bench.preview('late', waiting.signal)).rejects.toThrow('left');
    for (const visit of [...visits, waiting]) visit.abort(new Error('They have left.'));
    bench.store.holds = false;
    for (const goOn of bench.store.open.values()) goOn();
    await Promise.all([...found, late]);
    expect([bench.files, bench.store.open.size]).toEqual([0, 0]);
    await bench.preview();
  });

  it('is given up where it cannot be removed, and nothing else ends with it', async () => {
    const bench = new Bench();
    const id = await bench.preview();
    const file = `${bench.workspace}/.import-${id}.tmp`;
    // What no right stands in the way of: a folder is not removed as a file.
    rmSync(file);
    mkdirSync(file);
    expect(() => bench.clock.advance(31 * minutes)).not.toThrow();
    expect(() => bench.imports.state(id, 'ada')).toThrow('not here any more');
    const again = await bench.preview();
    bench.imports.close();
    expect([bench.isThere(again), bench.files]).toEqual([false, 1]);
  });
});

describe('EX8: the room for files', () => {
  const someOf = (bytes: number): Readable => Readable.from([Buffer.alloc(bytes)]);

  it('is for two at a time of one person, and for others besides', async () => {
    const bench = new Bench();
    const bodies = [new PassThrough(), new PassThrough()];
    const found = bodies.map((body) => bench.imports.preview(body, by('ada'), stays));
    await expect(bench.preview('ada')).rejects.toMatchObject({ code: 'overloaded' });
    await bench.preview('bob');
    for (const body of bodies) body.end('path\n');
    await Promise.all(found);
    await bench.preview('ada');
  });

  it('ends where the labels themselves would have none left', async () => {
    const bench = new Bench();
    bench.disk = { free: 0.9 * gibibyte, size: 1000 * gibibyte };
    await expect(bench.preview()).rejects.toMatchObject({ code: 'storage_full' });
    expect(bench.files).toBe(0);
    // Of a small disk it is a tenth.
    bench.disk = { free: 11_000_000, size: 100_000_000 };
    await bench.preview();
  });

  it('ends in the middle of a file as well, and what lies there longest makes room', async () => {
    const bench = new Bench();
    const first = await bench.preview('ada');
    const body = new PassThrough();
    const refused = expect(bench.imports.preview(body, by('bob'), stays)).rejects.toMatchObject({
      code: 'storage_full',
    });
    body.write('path\n');
    await waitFor(() => bench.files === 2, 'it to begin');
    bench.disk = { free: 0, size: 1000 * gibibyte };
    body.write(Buffer.alloc(8 * 1024 ** 2));
    await refused;
    expect(bench.isThere(first)).toBe(false);
    expect(bench.files).toBe(0);
  });

  it('is for so many bytes in all; a file that was removed takes none', async () => {
    const room = new SpoolRoom(
      () => ({ free: 100 * gibibyte, size: 1000 * gibibyte }),
      () => false,
    );
    const most = Array.from({ length: 4 }, (_, at) => room.enter(`p${at}`));
    for (const place of most) for (let times = 0; times < 4; times += 1) place.take(gibibyte);
    expect(() => room.enter('late').take(gibibyte)).toThrow('files to import');
    most[0]?.giveBack();
    room.enter('later').take(gibibyte);
    const bench = new Bench();
    await bench.imports.preview(someOf(10), by('ada'), stays);
    expect(bench.files).toBe(1);
  });
});

describe('EX9: looking a file through', () => {
  it('waits where many are looked through at once, instead of having it sent again', async () => {
    const bench = new Bench();
    bench.store.holds = true;
    const people = ['a', 'b', 'c', 'd', 'e', 'f'];
    const found = Promise.all(people.map((name) => bench.preview(name)));
    for (let ended = 0; ended < people.length; ended += 1) {
      await waitFor(() => bench.store.open.size === Math.min(examinationsMax, people.length - ended), 'as many as may');
      const [oldest] = bench.store.open.values();
      oldest?.();
    }
    expect(new Set(await found).size).toBe(people.length);
  });

  it('EX7: comes before the date of the import: what was changed meanwhile is older', async () => {
    const bench = new Bench();
    bench.store.holds = true;
    const done = bench.imports.import(Readable.from(['path\n']), by('ada'), how, () => asked('ada', 'one'));
    await waitFor(() => bench.store.open.size === 1, 'it to be looked through');
    bench.clock.advance(5 * minutes);
    for (const end of bench.store.open.values()) end();
    await bench.begun();
    expect(bench.store.commits[0]?.write.at).toBe(bench.clock.wall());
    bench.store.commits[0]?.resolve(imported);
    await done;
  });

  it('and failing at it leaves nothing open, and no file', async () => {
    const bench = new Bench();
    bench.store.paths = '/a.jpg';
    await expect(bench.preview()).rejects.toMatchObject({ code: 'source_unavailable' });
    expect(bench.store.open.size).toBe(0);
    expect(bench.files).toBe(0);
  });
});
