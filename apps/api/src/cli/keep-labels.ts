import { createWriteStream, existsSync, renameSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { exportLabels } from '../exchange/export-labels.ts';
import { importLabels } from '../exchange/import-labels.ts';
import { LabelsFileError } from '../persistence/labels-file/labels-file-error.ts';
import { openWorkspace } from '../persistence/open-store.ts';
import { backUpDatabase, putBackDatabase } from '../persistence/sql/back-up-database.ts';
import { openForReading } from '../persistence/sql/open-database.ts';
import { WorkspaceLock } from '../persistence/sql/workspace-lock.ts';
import { syncPath } from '../persistence/sync-path.ts';
import { databaseIn, labelsFileIn } from '../persistence/workspace-files.ts';
import { BadOptions, type Invocation, type OptionValues } from '../settings/read-options.ts';
import { workspaceOf } from '../settings/settings.ts';
import { CannotStart } from '../shared/cannot-start.ts';
import { Clock, SystemClock } from '../shared/clock.ts';
import { say } from './terminal.ts';

type Command = (words: readonly string[], values: OptionValues, clock: Clock) => Promise<void> | void;

/** `lenslet export|import|backup|restore`: what one does with labels beside serving them. */
const commands: Readonly<Record<string, Command>> = { export: exportTo, import: importFrom, backup: backUp, restore };

export async function runLabelCommand(name: string, { words, values }: Invocation): Promise<void> {
  try {
    await commands[name]?.(words.slice(1), values, new SystemClock());
  } catch (error) {
    throw error instanceof LabelsFileError ? new CannotStart(`Nothing was changed. ${error.message}`) : error;
  }
}

async function exportTo(words: readonly string[], values: OptionValues, clock: Clock): Promise<void> {
  const [folder] = atMost(words, 1, 'lenslet export <folder>');
  const engine = openForReading(databaseIn(workspaceOf(folder, values)));
  const pieces = Readable.from(exportLabels(engine, values.format, clock.wall()));
  if (values.output === '') {
    await pipeline(pieces, process.stdout, { end: false });
    return;
  }
  const file = resolve(values.output);
  const unfinished = `${file}.unfinished`;
  try {
    await pipeline(pieces, createWriteStream(unfinished));
    syncPath(unfinished);
    renameSync(unfinished, file);
  } finally {
    rmSync(unfinished, { force: true });
  }
}

function importFrom(words: readonly string[], values: OptionValues, clock: Clock): void {
  const [folder, named] = withFile(words, values, 1);
  const workspace = workspaceOf(folder, values);
  const file = named === undefined ? labelsFileIn(workspace) : resolve(named);
  if (!existsSync(file)) throw new CannotStart(`There is no file ${file}.`);
  const store = openWorkspace(workspace, labelsFileIn(workspace), clock.wall());
  try {
    for (const warning of store.facts.warnings) say(warning);
    const isDryRun = values['dry-run'];
    const { read, changed } = importLabels(store.engine, file, clock.wall(), isDryRun);
    say(
      `${String(read)} labels read from ${file}, ${String(changed)} ${isDryRun ? 'would change' : 'changed'} something here.`,
    );
  } finally {
    store.close();
  }
}

function backUp(words: readonly string[], values: OptionValues): void {
  const [folder, file] = withFile(words, values, 1);
  if (file === undefined) throw new BadOptions(['Into which file? Say: lenslet backup <folder> FILE']);
  backUpDatabase(databaseIn(workspaceOf(folder, values)), resolve(file));
  say(`Everything people wrote is in ${resolve(file)}.`);
}

function restore(words: readonly string[], values: OptionValues, clock: Clock): void {
  const [folder, file] = withFile(words, values, 1);
  if (file === undefined) throw new BadOptions(['From which file? Say: lenslet restore <folder> FILE']);
  const workspace = workspaceOf(folder, values);
  const ending = `before-restore-${clock.isoNow().replaceAll(/[:.]/g, '-')}`;
  const lock = new WorkspaceLock(workspace);
  try {
    putBackDatabase(resolve(file), databaseIn(workspace), `${databaseIn(workspace)}.${ending}`);
    // It is of a later time than the backup, and the server would not dare to write over it.
    const labelsFile = labelsFileIn(workspace);
    if (existsSync(labelsFile)) renameSync(labelsFile, `${labelsFile}.${ending}`);
  } finally {
    lock.release();
  }
  say(`The labels are those of ${resolve(file)}. What was there is kept in ${workspace}, ending in ${ending}.`);
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
