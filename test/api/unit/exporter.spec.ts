import type { RowsPage } from '../../../apps/api/src/exchange/export-plan.ts';
import { Exporter } from '../../../apps/api/src/exchange/exporter.ts';
import type { ExportDesk } from '../../../apps/api/src/exchange/running-export.ts';
import { Catalogue } from '../../../apps/api/src/catalogue/catalogue.ts';
import { RowLabels } from '../../../apps/api/src/catalogue/row-labels.ts';
import { HeldLabels } from '../../../apps/api/src/persistence/held-labels.ts';
import { columnsOf } from '../../../apps/api/src/persistence/label-columns.ts';
import type { LabelBook } from '../../../apps/api/src/persistence/label-book.ts';
import { LabelTable } from '../../../apps/api/src/persistence/label-table.ts';
import { defaultLabel } from '../../../apps/api/src/persistence/label.ts';
import { StoreDouble } from '../../support/store-double.ts';

const none = { labels: columnsOf([]), places: new Uint32Array(0), seqs: new Float64Array(0), extras: [] };
const wish = { query: { path: '/', recursive: true, sort: { key: 'name', dir: 'asc' } }, format: 'csv' } as const;

const whole = { ...wish, onlyLabelled: false };

/** More rows than two pages hold. */
const rows = new Uint32Array(1200);

interface World {
  readonly exporter: Exporter;
  readonly log: string[];
  /** Ends the time in which pages that wait are read. */
  readonly goOn: () => void;
}

function taker(person: string | null = null): { person: string | null; left: AbortSignal; leave: () => void } {
  const left = new AbortController();
  return { person, left: left.signal, leave: () => left.abort(new Error('nobody is there')) };
}

function world(pagesThatFail: number, pagesThatWait = 0): World {
  const waiting: (() => void)[] = [];
  const table = new LabelTable();
  const log: string[] = [];
  const store = new StoreDouble();
  let pages = 0;
  const keptLabels = async (): Promise<typeof none> => {
    pages += 1;
    if (pages === pagesThatFail) throw new Error('the disk is gone');
    if (pages === pagesThatWait) await new Promise<void>((resolve) => waiting.push(resolve));
    return none;
  };
  const desk: ExportDesk = {
    ask: (request: 'begin' | 'end' | RowsPage) => {
      log.push(typeof request === 'string' ? request : 'page');
      return Promise.resolve(new Uint8Array([1]));
    },
    end: () => Promise.resolve(void log.push('ended')),
  };
  const book = {
    hold: () => Promise.resolve(new HeldLabels(4, () => undefined)),
    letGo: () => void log.push('let go'),
  } as unknown as LabelBook;
  const browser = {
    rowsMatching: () => {
      log.push('asked');
      return Promise.resolve(rows);
    },
  };
  const labels = new RowLabels(new Catalogue(), table);
  const kept = { keptLabels, facts: store.facts };
  const exporter = new Exporter(browser, labels, book, kept, () => desk, { wall: () => 0 });
  return { exporter, log, goOn: () => waiting.forEach((resolve) => resolve()) };
}

describe('EX2: the exporter', () => {
  it('sends pages between a beginning and an end, and lets go of everything', async () => {
    const { exporter, log } = world(0);
    const { pieces, cursor } = await exporter.begin({ ...wish, onlyLabelled: false }, taker());
    expect(cursor).toBe('epoch.4');
    for await (const piece of pieces) expect(piece).toHaveLength(1);
    expect(log).toEqual(['asked', 'begin', 'page', 'page', 'page', 'end', 'let go', 'ended']);
  });

  it('EX3: fails without an end when a page cannot be read', async () => {
    const { exporter, log } = world(3);
    const { pieces } = await exporter.begin({ ...wish, onlyLabelled: false }, taker());
    let taken = 0;
    const take = async (): Promise<void> => {
      for await (const piece of pieces) taken += piece.length;
    };
    await expect(take()).rejects.toThrow('the disk is gone');
    expect(taken).toBe(3);
    expect(log).toEqual(['asked', 'begin', 'page', 'page', 'let go', 'ended']);
  });

  it('is at most one page ahead of its reader, and does no more when it has left', async () => {
    const { exporter, log } = world(0);
    const { pieces } = await exporter.begin({ ...wish, onlyLabelled: false }, taker());
    await pieces.next();
    await pieces.next();
    await new Promise((resolve) => setImmediate(resolve));
    expect(log).toEqual(['asked', 'begin', 'page', 'page']);
    await pieces.return();
    expect(log).toEqual(['asked', 'begin', 'page', 'page', 'let go', 'ended']);
  });

  it('ends when its reader leaves, also when nothing was taken, and gives back the place once', async () => {
    const { exporter, log } = world(0);
    for (let turn = 0; turn < 20; turn += 1) {
      const reader = taker();
      const { pieces } = await exporter.begin({ ...wish, onlyLabelled: false }, reader);
      if (turn > 10) await pieces.next();
      log.length = 0;
      reader.leave();
      await pieces.return();
      expect(log.sort()).toEqual(['ended', 'let go']);
    }
    const all = await Promise.all(Array.from({ length: 8 }, () => exporter.begin(whole, taker())));
    expect(all).toHaveLength(8);
    await expect(exporter.begin(whole, taker())).rejects.toThrow('8 exports are running');
  });

  it('begins nothing for a reader who left while the question was answered', async () => {
    const { exporter, log } = world(0);
    for (let turn = 0; turn < 20; turn += 1) {
      const reader = taker();
      const begun = exporter.begin(whole, reader);
      reader.leave();
      await expect(begun).rejects.toThrow('nobody is there');
    }
    expect(log).not.toContain('begin');
    expect(log).not.toContain('ended');
    expect(log.filter((said) => said === 'let go')).toHaveLength(20);
  });

  it('asks its thread for nothing more when the reader has left while a page is read', async () => {
    const { exporter, log, goOn } = world(0, 2);
    const { pieces } = await exporter.begin(whole, taker());
    await pieces.next();
    await pieces.next();
    await pieces.return();
    goOn();
    await new Promise((resolve) => setImmediate(resolve));
    expect(log).toEqual(['asked', 'begin', 'page', 'let go', 'ended']);
  });

  it('refuses before anything is asked, and one person earlier than all together', async () => {
    const { exporter, log } = world(0);
    const first = await exporter.begin(whole, taker('Ada'));
    await exporter.begin(whole, taker('Ada'));
    log.length = 0;
    await expect(exporter.begin(whole, taker('Ada'))).rejects.toThrow('You have 2 exports running');
    expect(log).toEqual([]);
    await exporter.begin(whole, taker('Bob'));
    await first.pieces.next();
    await first.pieces.return();
    for (let turn = 0; turn < 6; turn += 1) await exporter.begin(whole, taker());
    log.length = 0;
    await expect(exporter.begin(whole, taker('Cyd'))).rejects.toThrow('8 exports are running');
    expect(log).toEqual([]);
  });
});

describe('EX2: labels of one moment', () => {
  it('are held when they change, first of all their first change', () => {
    let version = 1;
    const held = new HeldLabels(1, (id) => ({ ...defaultLabel(''), version: version * 10 + id }));
    held.keep([1]);
    version = 2;
    held.keep([1, 2]);
    version = 3;
    expect([1, 2, 3].map((id) => held.at(id)?.version)).toEqual([11, 22, 33]);
  });

  it('EX3: are not known any more when more has changed than is held, and are not told wrongly', () => {
    const held = new HeldLabels(1, () => ({ ...defaultLabel(''), metrics: { a: 1, b: 2 } }), 10);
    held.keep([1, 2, 3]);
    expect(held.isLost).toBe(false);
    held.keep([4, 5]);
    expect(held.isLost).toBe(true);
    expect(() => held.at(1)).toThrow('Too many labels');
  });
});
