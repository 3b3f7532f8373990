import type { RowsPage } from '../../../apps/api/src/exchange/export-plan.ts';
import { Exporter, type ExportDesk } from '../../../apps/api/src/exchange/exporter.ts';
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

/** More rows than two pages hold. */
const rows = new Uint32Array(1200);

function world(pagesThatFail: number): { exporter: Exporter; log: string[] } {
  const table = new LabelTable();
  const log: string[] = [];
  const store = new StoreDouble();
  let pages = 0;
  const keptLabels = (): Promise<typeof none> =>
    (pages += 1) === pagesThatFail ? Promise.reject(new Error('the disk is gone')) : Promise.resolve(none);
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
  const browser = { rowsMatching: () => Promise.resolve(rows) };
  const labels = new RowLabels(new Catalogue(), table);
  const kept = { keptLabels, facts: store.facts };
  const exporter = new Exporter(browser, labels, book, kept, () => desk, { wall: () => 0 });
  return { exporter, log };
}

describe('EX2: the exporter', () => {
  it('sends pages between a beginning and an end, and lets go of everything', async () => {
    const { exporter, log } = world(0);
    const { pieces, cursor } = await exporter.begin({ ...wish, onlyLabelled: false }, rows);
    expect(cursor).toBe('epoch.4');
    for await (const piece of pieces) expect(piece).toHaveLength(1);
    expect(log).toEqual(['begin', 'page', 'page', 'page', 'end', 'let go', 'ended']);
  });

  it('EX3: fails without an end when a page cannot be read', async () => {
    const { exporter, log } = world(3);
    const { pieces } = await exporter.begin({ ...wish, onlyLabelled: false }, rows);
    let taken = 0;
    const take = async (): Promise<void> => {
      for await (const piece of pieces) taken += piece.length;
    };
    await expect(take()).rejects.toThrow('the disk is gone');
    expect(taken).toBe(3);
    expect(log).toEqual(['begin', 'page', 'page', 'let go', 'ended']);
  });

  it('is at most one page ahead of its reader, and does no more when it has left', async () => {
    const { exporter, log } = world(0);
    const { pieces } = await exporter.begin({ ...wish, onlyLabelled: false }, rows);
    await pieces.next();
    await pieces.next();
    await new Promise((resolve) => setImmediate(resolve));
    expect(log).toEqual(['begin', 'page', 'page']);
    await pieces.return();
    expect(log).toEqual(['begin', 'page', 'page', 'let go', 'ended']);
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
