import { createWriteStream, existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { exportLabels } from '../exchange/export-labels.ts';
import { examineLabels, formatByName, importLabels } from '../exchange/import-labels.ts';
import { LabelsFileError } from '../persistence/labels-file/labels-file-error.ts';
import { openMemory, openWorkspace } from '../persistence/open-store.ts';
import { asStorageProblem } from '../persistence/sql/sqlite-errors.ts';
import { backUpDatabase, putBackDatabase } from '../persistence/sql/back-up-database.ts';
import { openForReading } from '../persistence/sql/open-database.ts';
import { WorkspaceLock } from '../persistence/sql/workspace-lock.ts';
import { syncPath } from '../persistence/sync-path.ts';
import { databaseIn, labelsFileIn } from '../persistence/workspace-files.ts';
import { BadOptions, type Invocation, type OptionValues } from '../settings/read-options.ts';
import { workspaceOf } from '../settings/settings.ts';
import { whyNotWritable } from '../settings/why-not-writable.ts';
import { CannotStart } from '../shared/cannot-start.ts';
import { Clock, SystemClock } from '../shared/clock.ts';
import { cleanPath, type GalleryPath } from '../shared/gallery-path.ts';
import { say } from './terminal.ts';
import { tellExamined, tellImported } from './tell-import.ts';

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder.',
  ENOTDIR: 'a file is where a folder should be.',
  EISDIR: 'a folder is where a file should be.',
  ENOSPC: 'the disk is full; nothing was written.',
  EROFS: 'the disk is read-only.',
  EACCES: 'permission is missing.',
  EPERM: 'permission is missing.',
};

const elsewhere = 'Run this as the user of the server, or choose a place with --workspace.';

type Command = (words: readonly string[], values: OptionValues, clock: Clock) => Promise<void> | void;

/** `lenslet export|import|backup|restore`: what one does with labels beside serving them. */
const commands: Readonly<Record<string, Command>> = { export: exportTo, import: importFrom, backup: backUp, restore };

export async function runLabelCommand(name: string, { words, values }: Invocation): Promise<void> {
  try {
    await commands[name]?.(words.slice(1), values, new SystemClock());
  } catch (error) {
    throw inWords(error);
  }
}

/** What disks and people do is told in a sentence; what nobody foresaw, with its stack. */
function inWords(error: unknown): unknown {
  if (error instanceof LabelsFileError) return new CannotStart(`Nothing was changed. ${error.message}`);
  const { code = '', path } = error as NodeJS.ErrnoException;
  const reason = reasons[code] ?? (code === 'ERR_SQLITE_ERROR' ? asStorageProblem(error).message : undefined);
  return reason === undefined ? error : new CannotStart(`${path === undefined ? '' : `${path}: `}${reason}`);
}

async function exportTo(words: readonly string[], values: OptionValues, clock: Clock): Promise<void> {
  const [folder] = atMost(words, 1, 'lenslet export <folder>');
  const engine = openForReading(databaseIn(workspaceOf(folder, values)));
  const wanted = { format: values.format, folder: folderIn(values.path) };
  const pieces = Readable.from(exportLabels(engine, wanted, clock.wall()));
  if (values.output === '') {
    await pipeline(pieces, process.stdout, { end: false });
    return;
  }
  const file = resolve(values.output);
  assertFolder(dirname(file));
  const unfinished = `${file}.unfinished`;
  try {
    await pipeline(pieces, createWriteStream(unfinished));
    syncPath(unfinished);
    renameSync(unfinished, file);
  } finally {
    rmSync(unfinished, { force: true });
  }
}

function folderIn(path: string): GalleryPath {
  try {
    return cleanPath(path);
  } catch (error) {
    throw new BadOptions([`--path must be a folder in the gallery: ${(error as Error).message}`]);
  }
}

function importFrom(words: readonly string[], values: OptionValues, clock: Clock): void {
  if (values['no-write']) throw new BadOptions(['An import writes: leave --no-write out, or say --dry-run.']);
  const [folder, named] = withFile(words, values, 1);
  const workspace = workspaceOf(folder, values);
  const file = named === undefined ? labelsFileIn(workspace) : resolve(named);
  if (!existsSync(file)) throw new CannotStart(`There is no file ${file}.`);
  const { policy, 'skip-refused': skipsRefused, 'dry-run': isDryRun } = values;
  const wish = { file, format: formatByName(file), isTrusted: true, policy, skipsRefused };
  const now = clock.wall();
  // Where nothing is yet, nothing is made before it is known that all of the file can be read.
  if (!existsSync(databaseIn(workspace))) {
    const { engine } = openMemory(labelsFileIn(workspace), now);
    if (isDryRun) tellExamined(examineLabels(engine, wish, now), wish);
    else importLabels(engine, wish, now);
    if (isDryRun) return;
  }
  if (!isDryRun) assertWritable(workspace, elsewhere);
  const store = openWorkspace(workspace, labelsFileIn(workspace), now);
  try {
    for (const warning of store.facts.warnings) say(warning);
    if (isDryRun) tellExamined(examineLabels(store.engine, wish, now), wish);
    else tellImported(importLabels(store.engine, wish, now), wish);
  } finally {
    store.close();
  }
}

function backUp(words: readonly string[], values: OptionValues): void {
  const [folder, file] = withFile(words, values, 1);
  if (file === undefined) throw new BadOptions(['Into which file? Say: lenslet backup <folder> FILE']);
  assertFolder(dirname(resolve(file)));
  assertWritable(dirname(resolve(file)), 'Choose another folder, or run this as a user who may.');
  backUpDatabase(databaseIn(workspaceOf(folder, values)), resolve(file));
  say(`Everything people wrote is in ${resolve(file)}.`);
}

function assertFolder(folder: string): void {
  if (!existsSync(folder)) throw new CannotStart(`There is no folder ${folder} to put it in.`);
}

function assertWritable(folder: string, advice: string): void {
  const reason = whyNotWritable(folder);
  if (reason !== null) throw new CannotStart(`Cannot write in ${folder}: ${reason}. ${advice}`);
}

function restore(words: readonly string[], values: OptionValues, clock: Clock): void {
  const [folder, file] = withFile(words, values, 1);
  if (file === undefined) throw new BadOptions(['From which file? Say: lenslet restore <folder> FILE']);
  if (!existsSync(resolve(file))) throw new CannotStart(`There is no file ${resolve(file)}.`);
  const workspace = workspaceOf(folder, values);
  const ending = `before-restore-${clock.isoNow().replaceAll(/[:.]/g, '-')}`;
  // On a new machine there is none yet.
  assertWritable(workspace, elsewhere);
  const lock = new WorkspaceLock(workspace);
  try {
    putBackDatabase(resolve(file), databaseIn(workspace), `${databaseIn(workspace)}.${ending}`);
    // It is of a later time than the backup, and the server would not dare to write over it.
    const labelsFile = labelsFileIn(workspace);
    if (existsSync(labelsFile)) renameSync(labelsFile, `${labelsFile}.${ending}`);
  } finally {
    lock.release();
  }
  const isKept = readdirSync(workspace).some((name) => name.includes(ending));
  const kept = isKept ? ` What was there is kept in ${workspace}, ending in ${ending}.` : '';
  say(`The labels are those of ${resolve(file)}.${kept}`);
}

/** With --workspace the gallery need not be named: then the only word is the file. */
function withFile(
  words: readonly string[],
  values: OptionValues,
  files: number,
): [string | undefined, string | undefined] {
  const [first, second] = atMost(words, files + 1, 'a folder and a file');
  return values.workspace !== '' && second === undefined ? [undefined, first] : [first, second];
}

function atMost(words: readonly string[], most: number, usage: string): readonly string[] {
  if (words.length <= most) return words;
  throw new BadOptions([`That is one word too many: ${words.slice(most).join(' ')}. Say: ${usage}`]);
}
