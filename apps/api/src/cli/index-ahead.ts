import { NestFactory } from '@nestjs/core';
import { Module } from '@nestjs/common';
import { Catalogue } from '../catalogue/catalogue.ts';
import { CatalogueModule } from '../catalogue/catalogue.module.ts';
import { HeaderReader } from '../catalogue/header-reader.ts';
import { Indexer } from '../catalogue/indexer.ts';
import { ManifestKeeper } from '../catalogue/manifest-keeper.ts';
import { EventsModule } from '../events/events.module.ts';
import { NestLog } from '../http/nest-log.ts';
import { SettingsModule, type EntryFiles } from '../settings/settings.module.ts';
import type { Settings } from '../settings/settings.ts';
import { BadOptions } from '../settings/read-options.ts';
import { Clock } from '../shared/clock.ts';
import { ThumbMaker } from '../thumbs/thumb-maker.ts';
import { ThumbsModule } from '../thumbs/thumbs.module.ts';
import { WorkerPool } from '../workers/worker-pool.ts';
import { CannotStart } from '../shared/cannot-start.ts';
import { checkSource, withBucketThatWrites } from './check-source.ts';
import { changeLevelBySignal, makeLog } from './logger.ts';
import { progressBar } from './progress-bar.ts';
import { say, showOver } from './terminal.ts';

const pollMs = 200;

/** `lenslet index <folder>`: the workers alone. Everything it makes is found by the next server; it can be stopped at any time. */
export async function indexAhead(wanted: Settings, entries: EntryFiles): Promise<void> {
  if (wanted.gallery.workspace === null) {
    throw new BadOptions([`There is nothing to keep: ${wanted.gallery.readOnlyReason ?? '--no-write was said'}.`]);
  }
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
  await describe(indexer, headers, clock);
  const failed = await makeThumbs(catalogue, app.get(ThumbMaker), settings.workers.count * 2, clock);
  await app.get(ManifestKeeper).flushAll();
  app.get(WorkerPool).stop();
  clearInterval(alive);
  showOver('');
  const { items, total } = indexer.status();
  say(
    `Ready: ${String(items)} images in ${String(total)} folders${failed === 0 ? '' : `, ${String(failed)} cannot be shown`}.`,
  );
  process.exit(0);
}

/** Until every folder is listed, and every header read. */
async function describe(indexer: Indexer, headers: HeaderReader, clock: Clock): Promise<void> {
  const started = clock.monotonic();
  while (indexer.status().state === 'running' || !headers.isIdle()) {
    const { done: listed, total: folders, items: total, headers: done, state } = indexer.status();
    const perSecond = (done * 1000) / (clock.monotonic() - started);
    const listing = `Listing: ${String(listed)} of ${String(folders)} folders. `;
    const bar = progressBar({ what: 'Sizes and dates', done, total, perSecond, failed: 0 });
    showOver(`${state === 'running' ? listing : ''}${bar}`);
    await clock.sleep(pollMs);
  }
}

/** How many cannot be shown. What is there already is only looked at, and what other servers have is left to whoever wants to see it. */
async function makeThumbs(catalogue: Catalogue, thumbs: ThumbMaker, atOnce: number, clock: Clock): Promise<number> {
  const rows = catalogue.rowsOf(catalogue.root, true).filter((row) => !catalogue.isRemote(row));
  const started = clock.monotonic();
  let [next, done, failed] = [0, 0, 0];
  const work = async (): Promise<void> => {
    for (let row = rows[next++]; row !== undefined; row = rows[next++]) {
      await thumbs.prepare(row, 'background');
      done += 1;
      if (catalogue.problemOf(row)) failed += 1;
      if (done % 25 !== 0 && done !== rows.length) continue;
      const perSecond = (done * 1000) / (clock.monotonic() - started);
      showOver(progressBar({ what: 'Thumbnails', done, total: rows.length, perSecond, failed }));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return failed;
}
