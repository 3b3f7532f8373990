import { AppModule } from '../app.module.ts';
import { Indexer } from '../catalogue/indexer.ts';
import { TableFeeder } from '../catalogue/table-feeder.ts';
import { startServer } from '../http/start-server.ts';
import { LabelBook } from '../persistence/label-book.ts';
import { LabelStore } from '../persistence/label-store.ts';
import { Clock } from '../shared/clock.ts';
import type { EntryFiles } from '../settings/settings.module.ts';
import { nameOfLocation } from '../sources/source-location.ts';
import type { Settings } from '../settings/settings.ts';
import { checkSource, withBucketThatWrites } from './check-source.ts';
import { reportIndexing } from './index-progress.ts';
import { inWords } from './listen-failure.ts';
import { changeLevelBySignal, makeLog } from './logger.ts';
import { reportTable } from './table-report.ts';
import { say } from './terminal.ts';

/** A stop that takes longer than this is ended. */
const stopMs = 10_000;
const lastAnswersMs = 300;

/** `lenslet <folder>`: serves until it is told to stop. */
export async function serve(wanted: Settings, entries: EntryFiles): Promise<void> {
  const log = makeLog(wanted.logLevel);
  changeLevelBySignal(log);
  const warning = await checkSource(wanted.gallery.location);
  const settings = await withBucketThatWrites(wanted);
  const starting = startServer(AppModule.with(settings, log, entries), settings.listen, log);
  const server = await starting.catch((error: unknown) => {
    throw inWords(error, settings.listen);
  });
  // Before anything is said: whoever has read the address may tell it to stop.
  const stopping = stopSignal();
  const { gallery } = settings;
  say(`Lenslet ${settings.version} serves ${nameOfLocation(gallery.location)}`);
  if (gallery.readOnlyReason !== null) say(`Nothing is kept on disk: ${gallery.readOnlyReason}.`);
  else if (gallery.workspace === null) say('Nothing is kept on disk (--no-write).');
  if (gallery.notBesideReason !== null) {
    const reason = gallery.notBesideReason;
    say(`Nothing is written beside the images (${reason}): Lenslet's files go to ${gallery.workspaceWanted}.`);
    log.warn({ reason }, 'nothing is written beside the images');
  }
  if (settings.listen.isOpen && settings.auth.tokenFile === null && settings.auth.proxy === null)
    say('Everyone who can reach this machine can see and change everything (--insecure-open).');
  const store = server.get(LabelStore);
  for (const warning of store.facts.warnings) say(warning);
  say(`Open ${server.url}`);
  if (warning !== undefined) say(warning);
  void reportIndexing(server.get(Indexer), say).then(() => reportTable(server.get(TableFeeder), say));
  const lost = await Promise.race([stopping, server.get(LabelBook).lost]);
  if (lost) {
    process.stderr.write(
      `${lost.message}. Nothing can be kept any more, so the server stops; a restart has everything.\n`,
    );
    // Whoever waits for a write has been refused this moment: the answers are still to be sent.
    await server.get(Clock).sleep(lastAnswersMs);
    process.exit(1);
  }
  say('Stopping.');
  setTimeout(() => process.exit(1), stopMs).unref();
  await server.stop();
  process.exit(0);
}

/** The first one counts. Ctrl-C under npm comes twice, from the terminal and from npm: the second must not cut the end short. */
function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.on(signal, () => {
        resolve();
      });
  });
}
