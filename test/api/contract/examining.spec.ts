import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type * as Threads from 'node:worker_threads';
import type { ExaminedPage } from '../../../apps/api/src/persistence/import-wish.ts';
import { StoreThread } from '../../../apps/api/src/persistence/store-thread.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { noon } from '../../support/store-writes.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { waitFor } from '../../support/wait-for.ts';

const mockThreads = { running: 0 };

// Whether one is at rest is told nowhere else.
jest.mock('node:worker_threads', () => {
  const threads = jest.requireActual<typeof Threads>('node:worker_threads');
  class CountedWorker extends threads.Worker {
    constructor(...args: ConstructorParameters<typeof Threads.Worker>) {
      super(...args);
      mockThreads.running += 1;
      this.once('exit', () => (mockThreads.running -= 1));
    }
  }
  return { ...threads, Worker: CountedWorker };
});

const entry = resolve(__dirname, '../../../dist/api/store.worker.js');
const file = `${tempFolder('imports')}/labels.csv`;
const longPause = 6500;

describe('EX9: a file that is looked through', () => {
  const clock = new FakeClock();
  let store: StoreThread;

  beforeAll(() => {
    const rows = Array.from({ length: 5000 }, (_, at) => `a/${at}.jpg,3`);
    writeFileSync(file, `path,star\n${rows.join('\n')}\n`);
  });
  beforeEach(async () => {
    store = await StoreThread.open(entry, { workspace: tempFolder('workspace'), labelsFrom: null, now: noon }, clock);
  });
  afterEach(() => store.close());

  const page = (name: string, number: number): Promise<ExaminedPage> =>
    store.examine({ name, page: number, file: { file, format: 'csv', isTrusted: true }, at: noon });

  it('may be left alone for as long as its images are looked for; then its thread comes to rest', async () => {
    await page('slow', 0);
    for (const number of [1, 2]) {
      clock.advance(longPause);
      const { findings } = await page('slow', number);
      expect(findings?.read).toBe(number === 2 ? 5000 : undefined);
    }
    expect(mockThreads.running).toBe(2);
    clock.advance(longPause);
    await waitFor(() => mockThreads.running === 1, 'the thread to rest');
  });

  it('and is not wanted any more keeps no thread up', async () => {
    await page('left', 0);
    await store.stopExamining('left');
    clock.advance(longPause);
    await waitFor(() => mockThreads.running === 1, 'the thread to rest');
  });

  it('goes on when a fifth one comes, which is refused', async () => {
    const names = ['a', 'b', 'c', 'd'];
    for (const name of names) await page(name, 0);
    await expect(page('e', 0)).rejects.toMatchObject({ code: 'overloaded' });
    for (const name of names) expect((await page(name, 1)).findings).toBeNull();
    await store.stopExamining('a');
    expect((await page('e', 0)).findings).toBeNull();
  });
});
