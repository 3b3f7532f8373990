import { NestFactory } from '@nestjs/core';
import { Module } from '@nestjs/common';
import { Catalogue } from '../catalogue/catalogue.ts';
import { CatalogueModule } from '../catalogue/catalogue.module.ts';
import type { FolderNode } from '../catalogue/folder-node.ts';
import { HeaderReader } from '../catalogue/header-reader.ts';
import { Indexer } from '../catalogue/indexer.ts';
import { ManifestKeeper } from '../catalogue/manifest-keeper.ts';
import { TableFeeder } from '../catalogue/table-feeder.ts';
import { EventsModule } from '../events/events.module.ts';
import { NestLog } from '../http/nest-log.ts';
import { SettingsModule, type EntryFiles } from '../settings/settings.module.ts';
import type { Settings } from '../settings/settings.ts';
import { BadOptions } from '../settings/read-options.ts';
import { Clock } from '../shared/clock.ts';
import { nameOfLocation, type SourceLocation } from '../sources/source-location.ts';
import { ThumbMaker } from '../thumbs/thumb-maker.ts';
import { ThumbsModule } from '../thumbs/thumbs.module.ts';
import { WorkerPool } from '../workers/worker-pool.ts';
import { CannotStart } from '../shared/cannot-start.ts';
import { checkSource, withBucketThatWrites } from './check-source.ts';
import { FirstFailures } from './first-failures.ts';
import { outcomeInWords, type IndexOutcome } from './index-outcome.ts';
import { changeLevelBySignal, makeLog } from './logger.ts';
import { complain, leaveLine, say, showOver } from './terminal.ts';
import { makeThumbs } from './thumbs-ahead.ts';
import { WorkProgress } from './work-progress.ts';
import { WorkRate } from './work-rate.ts';

const pollMs = 200;

/** `lenslet index <folder>`: the workers alone. Everything it makes is found by the next server; it can be stopped at any time. */
export async function indexAhead(wanted: Settings, entries: EntryFiles): Promise<void> {
  if (wanted.gallery.workspace === null) {
    throw new BadOptions([`There is nothing to keep: ${wanted.gallery.readOnlyReason ?? '--no-write was said'}.`]);
  }
  process.on('SIGINT', stop);
  const log = makeLog(wanted.logLevel);
  changeLevelBySignal(log);
  const warning = await checkSource(wanted.gallery.location);
  if (warning !== undefined) throw new CannotStart(warning);
  const settings = await withBucketThatWrites(wanted);
  const { notBesideReason } = settings.gallery;
  if (notBesideReason !== null) say(`Nothing is written beside the images (${notBesideReason}).`);
  @Module({ imports: [SettingsModule.with(settings, log, entries), EventsModule, CatalogueModule, ThumbsModule] })
  class IndexModule {}
  const app = await NestFactory.createApplicationContext(IndexModule, {
    logger: new NestLog(log),
    abortOnError: false,
  });
  const [catalogue, indexer, headers] = [app.get(Catalogue), app.get(Indexer), app.get(HeaderReader)];
  const clock = app.get(Clock);
  // Children and threads do not keep the process alive, and nothing else does here.
  const alive = setInterval(() => undefined, pollMs);
  indexer.start();
  const progress = new WorkProgress(clock);
  await describe(indexer, headers, clock, progress);
  if (indexer.status().state !== 'ready') {
    showOver('');
    throw new CannotStart(await whyUnread(settings.gallery.location, app.get(TableFeeder)));
  }
  const failures = new FirstFailures();
  const left = foldersLeftOut(catalogue.root, failures);
  const atOnce = settings.workers.count * 2;
  const thumbs = await makeThumbs(catalogue, app.get(ThumbMaker), atOnce, clock, progress, failures);
  const unwritten = await whyUnwritten(app.get(ManifestKeeper));
  app.get(WorkerPool).stop();
  clearInterval(alive);
  showOver('');
  const { items: images, total: folders } = indexer.status();
  const outcome = { images, folders, ...left, ...thumbs, unwritten };
  const { summary, complaints } = outcomeInWords(outcome);
  say(summary);
  for (const line of failures.inWords()) complain(line);
  for (const complaint of complaints) complain(complaint);
  process.exit(complaints.length === 0 ? 0 : 1);
}

/** By Ctrl-C, in the middle of anything. */
function stop(): void {
  leaveLine();
  complain('Stopped: what is made stays made; say it again to go on.');
  process.exit(130);
}

/** Until every folder is listed, and every header read, or the gallery itself cannot be: nobody looks for it again here. */
async function describe(indexer: Indexer, headers: HeaderReader, clock: Clock, progress: WorkProgress): Promise<void> {
  const rate = new WorkRate(clock);
  let known: number | undefined;
  for (;;) {
    const { done: listed, total: folders, items: total, headers: done, state } = indexer.status();
    if (state === 'error' || (state === 'running' ? indexer.isIdle() : headers.isIdle())) return;
    if (state === 'running') progress.tellListing(listed, folders);
    else {
      // Headers are read when all is listed: what is known by then was there.
      known ??= done;
      progress.tell({ what: 'Sizes and dates', done, total, perSecond: rate.of(done - known), failed: 0 });
    }
    await clock.sleep(pollMs);
  }
}

/** A pointer that leads nowhere has been looked into as far as it goes. */
function foldersLeftOut(root: FolderNode, failures: FirstFailures): Pick<IndexOutcome, 'closed' | 'silent'> {
  let [closed, silent] = [0, 0];
  for (const { path, state, pointer } of root.downwards()) {
    const isClosed = state === 'denied' || pointer?.problem !== undefined;
    if (isClosed) closed += 1;
    else if (state === 'unavailable') silent += 1;
    else continue;
    failures.add(path, pointer?.problem?.message ?? (isClosed ? 'may not be read' : 'the storage did not answer'));
  }
  return { closed, silent };
}

async function whyUnwritten(manifests: ManifestKeeper): Promise<string | undefined> {
  try {
    await manifests.flushAll();
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/** Throws what the store itself says. */
async function whyUnread(location: SourceLocation, table: TableFeeder): Promise<string> {
  await table.feedIfDue();
  const problem = table.status()?.problem ?? (await checkSource(location));
  return `${nameOfLocation(location)} cannot be read, so nothing was made${problem === undefined ? '.' : `: ${problem}`}`;
}
