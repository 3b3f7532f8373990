import { inWords } from '../../../apps/api/src/cli/doctor.ts';
import { Catalogue } from '../../../apps/api/src/catalogue/catalogue.ts';
import { whyUnseen } from '../../../apps/api/src/catalogue/why-unseen.ts';
import { columnsOf } from '../../../apps/api/src/persistence/label-columns.ts';
import { LabelTable } from '../../../apps/api/src/persistence/label-table.ts';
import { packListing } from '../../../apps/api/src/sources/listing.ts';
import { FindingList, findingKinds, parseHealthReport } from '../../../apps/api/src/summaries/health-report.ts';
import { rollupPieces } from '../../../apps/api/src/summaries/rollup.ts';
import { Summary } from '../../../apps/api/src/summaries/summary.ts';
import { FakeClock } from '../../support/fake-clock.ts';

const file = (key: string) => ({ key, type: 0, size: 1, mtime: 2, inode: 3 });

describe('WK6: the rollup', () => {
  it('holds every image with its tags and notes, in path order, in pieces', async () => {
    const catalogue = new Catalogue();
    const names = Array.from({ length: 3000 }, (_, at) => `image "${String(at).padStart(4, '0')}".jpg`);
    catalogue.applyListing(catalogue.root, packListing(1, ['b'], names.map(file)));
    catalogue.applyListing(catalogue.makeFolder('/b'), packListing(1, [], [file('last.jpg')]));
    const table = new LabelTable();
    const label = { star: null, tags: ['sea'], notes: 'a\n"b"', version: 2, updatedAt: 1, updatedBy: 'Ada' };
    await table.apply([columnsOf([{ path: '/b/last.jpg', ...label }])]);
    const pieces: string[] = [];
    for await (const piece of rollupPieces(catalogue, table, '2026-01-01T00:00:00.000Z')) pieces.push(piece);
    expect(pieces.length).toBeGreaterThan(2);
    const { v, items } = JSON.parse(pieces.join('')) as { v: number; items: object[] };
    expect([v, items.length]).toEqual([1, 3001]);
    expect(items[0]).toEqual({ path: '/image "0000".jpg', name: 'image "0000".jpg', tags: [], notes: '' });
    expect(items.at(-1)).toEqual({ path: '/b/last.jpg', name: 'last.jpg', tags: ['sea'], notes: 'a\n"b"' });
  });

  it('of an empty gallery is whole', async () => {
    let text = '';
    for await (const piece of rollupPieces(new Catalogue(), new LabelTable(), 'now')) text += piece;
    expect(JSON.parse(text)).toEqual({ v: 1, generatedAt: 'now', items: [] });
  });
});

describe('WK6, WK7: such a file', () => {
  function makeSummary(write: () => Promise<void> = () => Promise.resolve()) {
    const clock = new FakeClock();
    const state = { revision: 'a', written: 0 };
    const summary = new Summary(
      () => state.revision,
      async () => {
        state.written += 1;
        await write();
      },
      clock,
    );
    const tick = async (seconds = 1): Promise<number> => {
      for (let second = 0; second < seconds; second += 1) {
        clock.advance(1000);
        await summary.writeIfDue();
      }
      return state.written;
    };
    return { state, tick };
  }

  it('is written once what it tells has come to rest, and not again while nothing changes', async () => {
    const { state, tick } = makeSummary();
    expect(await tick()).toBe(0);
    expect(await tick(200)).toBe(1);
    state.revision = 'b';
    expect(await tick(2)).toBe(2);
  });

  it('is written at most once a minute', async () => {
    const { state, tick } = makeSummary();
    await tick(2);
    state.revision = 'b';
    expect(await tick(50)).toBe(1);
    expect(await tick(20)).toBe(2);
  });

  it('does not wait for ever for what goes on changing', async () => {
    const { state, tick } = makeSummary();
    for (let second = 0; second < 120; second += 1) {
      state.revision = String(second);
      await tick();
    }
    expect(state.written).toBe(2);
  });

  it('D8: is tried again after a failure, in a minute', async () => {
    const { state, tick } = makeSummary(() => Promise.reject(new Error('ENOSPC')));
    await tick();
    await expect(tick()).rejects.toThrow('ENOSPC');
    expect(await tick(50)).toBe(1);
    await expect(tick(20)).rejects.toThrow('ENOSPC');
    expect(state.written).toBe(2);
  });
});

describe('WK7: what is not as it should be', () => {
  const lists = Object.fromEntries(findingKinds.map((kind) => [kind, { count: 0, items: [] }]));
  const report = { v: 1, generatedAt: '2026-01-01T00:00:00.000Z', ...lists };
  const read = (fields: object) => parseHealthReport(JSON.stringify({ ...report, ...fields }));

  it('counts all, and lists the first thousand', () => {
    const list = new FindingList();
    for (let at = 0; at < 1500; at += 1) list.add({ path: `/${String(at)}.jpg` });
    expect([list.count, list.items.length]).toEqual([1500, 1000]);
  });

  it('is told in words, with what to do', () => {
    expect(inWords(read({})!, '/w')).toEqual(['As of 2026-01-01T00:00:00.000Z: everything is as it should be.']);
    const items = Array.from({ length: 12 }, (_, at) => ({ path: `/${String(at)}.jpg`, why: 'too_large' }));
    const lines = inWords(read({ undecodable: { count: 2000, items } })!, '/w');
    expect(lines).toContain('    /0.jpg (too_large)');
    expect(lines.at(-1)).toBe('    … and 1,990 more: the first 12 are in /w/_health.json');
    expect(lines.join('\n')).toContain('2,000 cannot be shown. Replace what is damaged.');
    const rows = ['outside', 'remote'].map((why) => ({ path: `/${why}.jpg`, why }));
    const told = inWords(read({ undecodable: { count: 2, items: rows } })!, '/w').join('\n');
    expect([told.includes('--base-dir'), told.includes('--allow-remote'), told.includes('permission')]).toEqual([
      ...[true, true, false],
    ]);
  });

  it.each([
    ['denied', undefined, 'denied'],
    ['denied', '/a.jpg', 'denied'],
    ['denied', 'outside', 'outside'],
    ['denied', 'https://example.com/a.jpg', 'remote_denied'],
    ['too_large', '/a.jpg', 'too_large'],
    [undefined, 'https://example.com/a.jpg', undefined],
  ] as const)('SR6: %s of an image from %s is told as %s', (problem, source, why) => {
    expect(whyUnseen({ problemOf: () => problem, sources: { of: () => source } }, 0)).toBe(why);
  });

  it.each([
    { v: 2 },
    { generatedAt: 7 },
    { loops: undefined },
    { loops: { count: '1', items: [] } },
    { loops: { count: 1, items: [{}] } },
  ])('is not believed with %j', (fields) => {
    expect(read(fields)).toBeUndefined();
    expect(parseHealthReport('{"v":1,')).toBeUndefined();
  });
});
