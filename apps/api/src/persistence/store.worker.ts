import { parentPort, workerData } from 'node:worker_threads';
import { asFailure, CommitRunner } from './commit-runner.ts';
import { unpackContents } from './content.ts';
import { LabelsToFetch } from './fetched-labels.ts';
import { Examinations } from './import-examination.ts';
import { openMemory, openReader, openWorkspace, refusalOf } from './open-store.ts';
import type { LabelEngine } from './sql/label-engine.ts';
import type { CallName, Opening, StoreAnswer, StoreCalls, StoreRequest, StoreSetup } from './store-protocol.ts';
import { StoreReads } from './store-reads.ts';

/** The thread of the store. Everything here is plain and waits for the disk; nobody else has to. */
const setup = workerData as StoreSetup;
const keysKept = 5_000_000;
const keysPrunedAtOnce = 2000;

type Calls = { readonly [Name in CallName]?: (asked: StoreCalls[Name]['asked']) => StoreCalls[Name]['answered'] };

function openWriter(): { opening: Opening; calls: Calls } {
  const { workspace, labelsFrom, now } = setup;
  const store = workspace === null ? openMemory(labelsFrom, now) : openWorkspace(workspace, labelsFrom, now);
  const runner = new CommitRunner(store.engine, store.files);
  const toFetch = new LabelsToFetch();
  const calls: Calls = {
    ...readCalls(store.engine),
    commit: ({ writes }) => toFetch.keep(runner.run(writes)),
    labelsWritten: ({ seq, part }) => toFetch.take(seq, part),
    rehearseUndo: ({ gesture }) => runner.rehearse(gesture),
    pruneKeys: ({ olderThan }) => store.engine.pruneAnswers(olderThan, keysKept, keysPrunedAtOnce) === keysPrunedAtOnce,
    probe: () => {
      runner.probe();
      return null;
    },
    keepContents: ({ found, forgotten }) => {
      runner.keepContents(unpackContents(found), forgotten === '' ? [] : forgotten.split('\0'));
      return null;
    },
    look: () => {
      runner.look();
      return null;
    },
    refusals: ({ fromHour, toHour }) => {
      runner.keepRefusals();
      return store.engine.refusals(fromHour, toHour);
    },
    close: () => {
      runner.keepRefusals();
      return store.close();
    },
  };
  return { opening: { kind: 'opened', facts: store.facts, canReadApart: store.canReadApart }, calls };
}

function openReaderCalls(workspace: string): Calls {
  const engine = openReader(workspace);
  return {
    ...readCalls(engine),
    close: () => {
      engine.db.close();
      return null;
    },
  };
}

function readCalls(engine: LabelEngine): Calls {
  const reads = new StoreReads(engine, setup.workspace);
  const examinations = new Examinations(engine);
  return {
    load: ({ after }) => reads.load(after),
    labelsOf: ({ paths }) => reads.labelsOf(paths),
    keptLabels: ({ paths }) => reads.keptLabels(paths),
    views: () => engine.views(),
    history: ({ path, before }) => reads.history(path, before),
    gestures: ({ filter }) => reads.gestures(filter),
    gestureItems: ({ gesture, after, most }) => reads.gestureItems(gesture, after, most),
    activityAfter: (question) => reads.activityAfter(question),
    writesBetween: ({ after, until }) => reads.writesBetween(after, until),
    contentsOf: ({ paths }) => reads.contentsOf(paths),
    contentPathsAfter: ({ path }) => reads.contentPathsAfter(path),
    examine: (asked) => examinations.page(asked),
    stopExamining: ({ name }) => {
      examinations.end(name);
      return null;
    },
    flush: ({ savedAt, own }) => reads.flush(savedAt, own),
  };
}

function serve(calls: Calls): void {
  parentPort?.on('message', ({ id, name, asked }: StoreRequest) => {
    parentPort?.postMessage(answer(id, calls[name] as ((asked: unknown) => unknown) | undefined, asked));
  });
}

function answer(id: number, call: ((asked: unknown) => unknown) | undefined, asked: unknown): StoreAnswer {
  try {
    return { id, isGood: true, answered: call?.(asked) };
  } catch (error) {
    return { id, isGood: false, failure: asFailure(error) };
  }
}

try {
  if (setup.role === 'writer') {
    const { opening, calls } = openWriter();
    serve(calls);
    parentPort?.postMessage(opening);
  } else serve(openReaderCalls(setup.workspace ?? ''));
} catch (error) {
  if (setup.role === 'reader') throw error;
  parentPort?.postMessage({ kind: 'refused', message: refusalOf(error, setup.workspace) } satisfies Opening);
}
