import { resolve } from 'node:path';
import type * as Threads from 'node:worker_threads';
import type { LabelStore } from '../../../apps/api/src/persistence/label-store.ts';
import type { StoreSetup } from '../../../apps/api/src/persistence/store-protocol.ts';
import { writeLabelsFile } from '../../../apps/api/src/persistence/labels-file/write-labels-file.ts';
import { StoreThread } from '../../../apps/api/src/persistence/store-thread.ts';
import { SystemClock } from '../../../apps/api/src/shared/clock.ts';
import { runCli } from '../../support/cli.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { noon } from '../../support/store-writes.ts';
import { labelStoreContract, type OpenStore, type StoreKeeping } from './label-store.contract.ts';

const mockThreads: { readonly worker: Threads.Worker; readonly workspace: unknown }[] = [];

// The threads are nobody else's business; here they are needed to end one as a crash does.
jest.mock('node:worker_threads', () => {
  const threads = jest.requireActual<typeof Threads>('node:worker_threads');
  class WatchedWorker extends threads.Worker {
    constructor(entry: string, options: { readonly workerData: StoreSetup }) {
      super(entry, options);
      mockThreads.push({ worker: this, workspace: options.workerData.workspace });
    }
  }
  return { ...threads, Worker: WatchedWorker };
});

const entry = resolve(__dirname, '../../../dist/api/store.worker.js');
const places = new Map<LabelStore, string | null>();

function opener(makePlace: () => string | null): OpenStore {
  return async (from, now = noon) => {
    const workspace = from ? places.get(from)! : makePlace();
    const store = await StoreThread.open(entry, { workspace, labelsFrom: null, now }, new SystemClock());
    places.set(store, workspace);
    return store;
  };
}

const keeping: StoreKeeping = {
  async end(store) {
    const threads = mockThreads.filter(({ workspace }) => workspace === places.get(store));
    await Promise.all(threads.map(({ worker }) => worker.terminate()));
  },
  placeOf: (store) => places.get(store)!,
  async bringIn(store, labels) {
    const file = `${tempFolder('import')}/labels.json`;
    writeLabelsFile(file, { storeId: 'another', seq: 1, savedAt: noon }, labels);
    const { code, err } = await runCli(['import', file, '--workspace', places.get(store)!]);
    expect([code, err]).toEqual([0, expect.any(String)]);
  },
};

const onDisk = opener(() => tempFolder('store'));
labelStoreContract('SQLite on disk', onDisk, { durability: 'disk', keeping });

const inMemory = opener(() => null);
labelStoreContract('SQLite in memory', inMemory, { durability: 'memory' });
