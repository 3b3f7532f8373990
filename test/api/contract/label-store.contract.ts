import type { LabelStore, StoreFacts } from '../../../apps/api/src/persistence/label-store.ts';
import { promisesOfBulk } from './bulk.contract.ts';
import { promisesOfEdits } from './edits.contract.ts';
import { promisesOfHistory } from './history.contract.ts';
import { promisesOfKeeping } from './keeping.contract.ts';
import { promisesOfKeys } from './keys.contract.ts';
import { promisesOfLoading } from './loading.contract.ts';
import { promisesOfUndo } from './undo.contract.ts';
import { promisesOfViews } from './views.contract.ts';

/** Opens a store with nothing in it; or, given one that was opened before, the same place again. */
export type OpenStore = (from?: LabelStore) => Promise<LabelStore>;

export interface StoreTraits {
  readonly durability: StoreFacts['durability'];
  /** Of stores that outlive their process. */
  readonly keeping?: StoreKeeping;
}

export interface StoreKeeping {
  /** Ends it at once, as a crash does. */
  end(store: LabelStore): Promise<void>;
  /** What a second server is told of the place that is taken. */
  placeOf(store: LabelStore): string;
}

/** What every LabelStore promises, whatever it keeps the labels in. */
export function labelStoreContract(name: string, open: OpenStore, { durability, keeping }: StoreTraits): void {
  describe(name, () => {
    describe('an edit', () => promisesOfEdits(shared(open)));
    describe('a key', () => promisesOfKeys(shared(open), open));
    describe('a bulk write', () => promisesOfBulk(shared(open)));
    describe('an undo', () => promisesOfUndo(shared(open)));
    describe('history', () => promisesOfHistory(shared(open), open));
    describe('views', () => promisesOfViews(open));
    describe('loading', () => promisesOfLoading(open, durability));
    if (keeping) describe('opened again', () => promisesOfKeeping(open, keeping));
  });
}

/** One store for the tests of a group, which leave each other's items alone. */
export type Shared = () => LabelStore;

function shared(open: OpenStore): Shared {
  let store: LabelStore | undefined;
  beforeAll(async () => {
    store = await open();
  });
  afterAll(() => store?.close());
  return () => {
    if (!store) throw new Error('The store is opened before the first test.');
    return store;
  };
}

/** A store for one test. */
export async function withStore<Result>(open: OpenStore, use: (store: LabelStore) => Promise<Result>): Promise<Result> {
  const store = await open();
  try {
    return await use(store);
  } finally {
    await store.close();
  }
}
