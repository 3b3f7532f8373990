import { randomBytes } from 'node:crypto';
import { existsSync, lstatSync, mkdirSync, statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Durability } from '#contracts';
import { CannotStart } from '../shared/cannot-start.ts';
import { adoptLabelsFile } from './adopt-labels-file.ts';
import { removeLeftovers } from './labels-file/write-labels-file.ts';
import { LabelsFileError } from './labels-file/labels-file-error.ts';
import type { StoreFacts } from './label-store.ts';
import type { LabelEngine } from './sql/label-engine.ts';
import { FilesInPlace, logsOf } from './sql/files-in-place.ts';
import { whoOwns } from './sql/who-owns.ts';
import { closeRescued } from './sql/rescue-database.ts';
import { databaseIn, labelsFileIn, lockIn } from './workspace-files.ts';
import { writtenSeq } from './written-seq.ts';
import { openForReading, openInMemory, openOnDisk, type OpenDatabase } from './sql/open-database.ts';
import { WorkspaceLock } from './sql/workspace-lock.ts';

export interface OpenStore {
  readonly engine: LabelEngine;
  readonly facts: StoreFacts;
  readonly canReadApart: boolean;
  readonly files: FilesInPlace;
  /** What whoever runs the server has to know of the end. */
  close(): string | null;
}

/** A client that was away for more restarts than this asks for everything again. */
const epochsKept = 1000;

/** What file systems call themselves, where what they promise is less than a disk of our own does. */
const weakFileSystems: Readonly<Record<number, string>> = {
  0x01021994: 'in memory (tmpfs): labels are gone when this machine stops',
  0x858458f6: 'in memory (ramfs): labels are gone when this machine stops',
  0x6969: 'on the network (NFS): labels are as safe as that server keeps them',
  0xff534d42: 'on the network (CIFS): labels are as safe as that server keeps them',
  0xfe534d42: 'on the network (SMB): labels are as safe as that server keeps them',
  0x01021997: 'on another machine (9p): labels are as safe as that one keeps them',
};

export function openWorkspace(workspace: string, labelsFrom: string | null, now: number): OpenStore {
  mkdirSync(workspace, { recursive: true });
  const lock = new WorkspaceLock(workspace);
  try {
    removeLeftovers(workspace);
    const warnings: string[] = [];
    const opened = openOnDisk(databaseIn(workspace), (engine) => adopt(engine, labelsFrom, now, warnings));
    const begun = started(opened, [...warnings, ...warningsOf(workspace, opened)], workspace, now);
    const database = databaseIn(workspace);
    const logs = opened.journal === 'wal' ? logsOf(database) : [];
    const files = new FilesInPlace([database, lockIn(workspace), ...logs]);
    const close = (): string | null => {
      const { db } = opened.engine;
      const told = files.isInPlace(database) ? null : closeRescued(db, workspace, files, begun.facts.epoch);
      if (db.isOpen) db.close();
      lock.release();
      return told;
    };
    return { ...begun, files, close };
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** Not a byte is written; what labels.json holds is shown all the same. */
export function openMemory(labelsFrom: string | null, now: number): OpenStore {
  const warnings: string[] = [];
  if (labelsFrom !== null && !existsSync(labelsFrom) && existsSync(databaseIn(dirname(labelsFrom)))) {
    warnings.push(
      `There are labels in ${dirname(labelsFrom)}, but no labels.json: none of them is shown without writing.`,
    );
  }
  const opened = openInMemory((engine) => adopt(engine, labelsFrom, now, warnings));
  const close = (): null => {
    opened.engine.db.close();
    return null;
  };
  return { ...started(opened, warnings, null, now), files: new FilesInPlace([]), close };
}

/** A second connection, for long reads beside the writer. */
export function openReader(workspace: string): LabelEngine {
  return openForReading(databaseIn(workspace));
}

function adopt(engine: LabelEngine, file: string | null, now: number, warnings: string[]): void {
  // A link to nothing is not `no labels`: the disk that it leads to may not be mounted.
  if (file === null || !lstatSync(file, { throwIfNoEntry: false })) return;
  const count = adoptLabelsFile(engine, file, now);
  warnings.push(`The labels begin as ${file} has them: ${String(count)} were taken over.`);
}

function started(
  { engine, journal }: OpenDatabase,
  warnings: readonly string[],
  workspace: string | null,
  now: number,
): Omit<OpenStore, 'close' | 'files'> {
  const [epoch, seq] = [randomBytes(9).toString('base64url'), engine.counter('seq')];
  const earlier = engine.epochs(epochsKept);
  engine.transaction(() => {
    // A clock that was set back does not make an earlier start the latest.
    engine.beginEpoch({ epoch, beganAt: seq, startedAt: Math.max(now, (earlier.at(-1)?.startedAt ?? 0) + 1) });
  });
  // After a backup was put back, cursors of the starts before that lead nowhere.
  const lineEndedIn = engine.meta('line_ended_in');
  const ofThisLine = earlier.slice(earlier.findIndex((each) => each.epoch === lineEndedIn) + 1);
  const epochs = [...ofThisLine.map(({ epoch, beganAt }) => ({ epoch, beganAt })), { epoch, beganAt: seq }];
  const durability: Durability = workspace === null ? 'memory' : 'disk';
  const storeId = engine.meta('store_id') ?? '';
  const flushedSeq = workspace === null ? seq : writtenSeq(labelsFileIn(workspace), storeId);
  const facts = { storeId, epoch, epochs, seq, flushedSeq, labels: engine.counter('label'), durability, warnings };
  return { engine, facts, canReadApart: journal === 'wal' };
}

function warningsOf(workspace: string, { journal }: OpenDatabase): string[] {
  const weakness = weakFileSystems[statfsSync(workspace).type];
  return [
    ...(weakness === undefined ? [] : [`The workspace ${workspace} is ${weakness}.`]),
    ...(journal === 'delete'
      ? [
          `The file system of ${workspace} has no shared memory: labels are written with a rollback journal, and more slowly.`,
        ]
      : []),
  ];
}

/** A failure at the start that nobody foresaw still names the place. */
export function refusalOf(error: unknown, workspace: string | null): string {
  if (error instanceof CannotStart) return error.message;
  if (error instanceof LabelsFileError) {
    return (
      `The labels in ${error.message} There is no label database yet, so this file is all there is. ` +
      'Mend it, or move it away to start without labels. Nothing was touched.'
    );
  }
  const owner = workspace === null ? undefined : whoOwns(workspace);
  if (owner !== undefined) return `The labels in ${workspace ?? ''} cannot be written: ${owner}`;
  const reason = error instanceof Error ? error.message : String(error);
  return `The labels in ${workspace ?? 'memory'} cannot be opened: ${reason}.`;
}
