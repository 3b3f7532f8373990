import type { ImportAnswer, ImportPolicy, ImportPreview } from '#contracts';
import { Failure } from '../../apps/web/src/app/api/failure.ts';
import { LabelImport } from '../../apps/web/src/app/state/label-import.ts';
import { FakeClock } from './support/fake-clock.ts';

const none = { count: 0, items: [] };
const found: ImportPreview = {
  id: 'file-1',
  expires_at: '2026-01-01T00:30:00.000Z',
  format: 'csv',
  read: 1,
  new: none,
  conflicts: none,
  unchanged: { count: 0, paths: [] },
  unknown: { count: 0, paths: [] },
  refused: { count: 0, lines: [], is_cut_short: false },
  ignored_columns: [],
  changes: { keep: 1, take: 1, newer: 1, merge: 1 },
};
const answer = { gesture_id: 'g', read: 1 } as ImportAnswer;

class Bench {
  readonly clock = new FakeClock();
  readonly keys: string[] = [];
  readonly clients = new Set<string>();
  answers: (() => Promise<ImportAnswer>) | null = null;
  private made = 0;
  private previews = 0;
  readonly work = new LabelImport(
    {
      previewImport: () => Promise.resolve({ ...found, id: `file-${String((this.previews += 1))}` }),
      importKept: (_id, _policy, _skips, headers) => {
        this.keys.push(headers['idempotency-key'] ?? '');
        this.clients.add(headers['x-client-id'] ?? '');
        return this.answers?.() ?? Promise.reject(new Failure('offline', 'No answer came.'));
      },
      importState: (id) => Promise.resolve({ id, state: 'running', done: 0, total: 1 }),
    },
    this.clock,
    { name: () => '', clientId: () => 'this tab', newKey: () => `key-${String((this.made += 1))}` },
  );

  async send(): Promise<void> {
    await this.work.send(new File(['path\n'], 'labels.csv'));
  }

  /** Until it is done, or given up. */
  async take(policy: ImportPolicy): Promise<ImportAnswer | null> {
    const taken = this.work.take({ policy, skipsRefused: false });
    await this.clock.pass(60_000);
    return taken;
  }
}

describe('UI33, IT8: an import whose answer was lost', () => {
  it('is asked for again under its key, also when somebody clicks again: it is done once', async () => {
    const bench = new Bench();
    await bench.send();
    expect(await bench.take('take')).toBeNull();
    expect(bench.keys.length).toBeGreaterThan(1);
    bench.answers = () => Promise.resolve(answer);
    expect(await bench.take('take')).toBe(answer);
    // Whoever has no name is known by their browser, as with every other change.
    expect([...bench.clients]).toEqual(['this tab']);
    expect(new Set(bench.keys).size).toBe(1);
  });

  it('is waited for as long as the server is at it, however often it says so', async () => {
    const bench = new Bench();
    await bench.send();
    let asked = 0;
    const busy = new Failure('refused', 'A request with this key is still running.', 409, 'idempotency_in_flight');
    bench.answers = () => ((asked += 1) < 60 ? Promise.reject(busy) : Promise.resolve(answer));
    expect(await bench.take('take')).toBe(answer);
  });

  it('has another key by another policy, and for another file', async () => {
    const bench = new Bench();
    bench.answers = () => Promise.reject(new Failure('refused', 'No.', 422));
    await bench.send();
    await bench.take('take');
    await bench.take('keep');
    await bench.send();
    await bench.take('take');
    expect(new Set(bench.keys).size).toBe(3);
  });
});
