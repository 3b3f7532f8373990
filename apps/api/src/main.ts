import 'reflect-metadata';
import { homedir, tmpdir } from 'node:os';
import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import { becomeOwner } from './cli/become-owner.ts';
import { serve } from './cli/serve.ts';
import { complain, say, showOver } from './cli/terminal.ts';
import { version } from './cli/version.ts';
import { helpText } from './settings/help.ts';
import { BadOptions, readOptions, type Invocation } from './settings/read-options.ts';
import { CannotStart } from './shared/cannot-start.ts';
import type { EntryFiles } from './settings/settings.module.ts';
import { makeSettings } from './settings/settings.ts';

// Left to itself, Node would open a door for debuggers at this signal, through which anyone on the machine can do anything.
process.on('SIGUSR1', () => undefined);

const here = import.meta.dirname;
const entries: EntryFiles = {
  imageWorker: join(here, 'image-worker.js'),
  scanner: join(here, 'scanner.worker.js'),
  store: join(here, 'store.worker.js'),
  sidecars: join(here, 'sidecar.worker.js'),
  exports: join(here, 'export.worker.js'),
  openApi: join(here, 'openapi.json'),
  web: join(here, '..', 'web'),
};

/** Words that are no folder. One that is called so is named by `./export`. */
const labelCommands = ['export', 'import', 'backup', 'restore'];

async function main(): Promise<void> {
  // Whoever read our words may be gone (`lenslet | head -1`). The gallery goes on without them.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  const invocation = readOptions(process.argv.slice(2), process.env);
  if (invocation.wantsHelp) say(helpText());
  else if (invocation.wantsVersion) say(version);
  else await run(invocation);
}

async function run(invocation: Invocation): Promise<void> {
  const { words, values } = invocation;
  const [first, ...rest] = words;
  if (first !== undefined && labelCommands.includes(first)) {
    const { runLabelCommand } = await import('./cli/keep-labels.ts');
    return runLabelCommand(first, invocation);
  }
  if (first === 'token') {
    const { manageTokens } = await import('./cli/manage-tokens.ts');
    manageTokens(invocation);
    return;
  }
  if (first === 'doctor') {
    const { tellHealth } = await import('./cli/doctor.ts');
    return tellHealth(invocation);
  }
  const command = first === 'index' ? 'index' : 'serve';
  const folders = command === 'index' ? rest : words;
  if (folders.length > 1) throw new BadOptions([`One folder at a time, please; these are ${String(folders.length)}.`]);
  if (command === 'index' && folders.length === 0) throw new BadOptions(['Which folder? Say: lenslet index <folder>']);
  const folder = folders[0] ?? (await demoFolder());
  const settings = makeSettings(folder, values, version, process.stderr.isTTY);
  if (command === 'serve') await serve(settings, entries);
  else {
    becomeOwner(settings.gallery.workspace, entries);
    const { indexAhead } = await import('./cli/index-ahead.ts');
    await indexAhead(settings, entries);
  }
}

/** Made once, in the place for things that can be made again. */
async function demoFolder(): Promise<string> {
  const { makeDemoGallery } = await import('./cli/demo-gallery.ts');
  const folder = join(cacheHome(), 'lenslet', 'demo-gallery');
  let isSaid = false;
  await makeDemoGallery(folder, (done, total) => {
    if (!isSaid) say('No folder was named: making a small demo gallery.');
    isSaid = true;
    showOver(done === total ? '' : `  ${String(done)} of ${String(total)} images`);
  });
  return folder;
}

function cacheHome(): string {
  const wanted = process.env['XDG_CACHE_HOME'] ?? homedir();
  try {
    accessSync(wanted, constants.W_OK);
    return process.env['XDG_CACHE_HOME'] ?? join(wanted, '.cache');
  } catch {
    // A home that cannot be written in, as in a container.
    return tmpdir();
  }
}

function complaintsOf(error: unknown): readonly string[] {
  if (error instanceof BadOptions) return error.complaints;
  return [error instanceof CannotStart ? error.message : String((error as Error).stack ?? error)];
}

try {
  await main();
} catch (error) {
  const complaints = complaintsOf(error);
  complain(complaints.join('\n'));
  if (error instanceof BadOptions) complain('lenslet --help says what is possible.');
  process.exit(error instanceof BadOptions ? 2 : 1);
}
