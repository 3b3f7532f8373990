import type { LabelStore, StoreFacts } from '../../../apps/api/src/persistence/label-store.ts';
import type { Label } from '../../../apps/api/src/persistence/label.ts';
import { promisesOfActivity } from './activity.contract.ts';
import { promisesOfBulk } from './bulk.contract.ts';
import { promisesOfEdits } from './edits.contract.ts';
import { promisesOfEpochs } from './epochs.contract.ts';
import { promisesOfFollowing } from './following.contract.ts';
import { promisesOfHistory } from './history.contract.ts';
import { promisesOfImporting } from './importing.contract.ts';
import { promisesOfKeeping } from './keeping.contract.ts';
import { promisesOfKeys } from './keys.contract.ts';
import { promisesOfLoading } from './loading.contract.ts';
import { promisesOfTellingAgain } from './told-again.contract.ts';
import { promisesOfUndo } from './undo.contract.ts';
import { promisesOfViews } from './views.contract.ts';

/** Opens a store with nothing in it; or, given one that was opened before, the same place again, at that time. */
export type OpenStore = (from?: LabelStore, now?: number) => Promise<LabelStore>;

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
  /** Imports labels of elsewhere while nobody has it open. */
  bringIn(store: LabelStore, labels: readonly Label[]): Promise<void>;
}

/** What every LabelStore promises, whatever it keeps the labels in. */
export function labelStoreContract(name: string, open: OpenStore, { durability, keeping }: StoreTraits): void {
  describe(name, () => {
    describe('an edit', () => promisesOfEdits(shared(open)));
    describe('a key', () => promisesOfKeys(shared(open), open));
    describe('a bulk write', () => promisesOfBulk(shared(open)));
    describe('an undo', () => promisesOfUndo(shared(open)));
    describe('an import', () => promisesOfImporting(open));
    describe('following files', () => promisesOfFollowing(shared(open), open));
    describe('history', () => promisesOfHistory(shared(open), open));
    describe('what was done', () => promisesOfActivity(open));
    describe('views', () => promisesOfViews(open));
    describe('loading', () => promisesOfLoading(open, durability));
    describe('telling again', () => promisesOfTellingAgain(open));
    if (keeping) describe('opened again', () => promisesOfKeeping(open, keeping));
    if (keeping) describe('an epoch', () => promisesOfEpochs(open, keeping));
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
