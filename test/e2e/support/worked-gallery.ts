import type { Stats, StatsQuery } from '#contracts';
import type { Page } from 'playwright-core';
import { indexed } from '../../support/gallery-state.ts';
import { ask } from '../../support/http-client.ts';
import { writeMany } from '../../support/images.ts';
import { labelsReady, patch } from '../../support/labels.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { playWeek, spreadOverDays } from '../../support/worked-week.ts';
import { visit, type VisitWish } from './browser.ts';
import { DashboardOnScreen } from './dashboard-page.ts';

const folders = ['/cats', '/dogs', '/dogs/old'];
const inEach = 20;

export const workedPaths = folders.flatMap((folder) =>
  Array.from({ length: inEach }, (_, at) => `${folder}/image-${String(at + 1).padStart(4, '0')}.jpg`),
);

/** The days on which there was work, in the address of the dashboard. */
export const workedDays = 'period=2026-10-22..2026-11-10&tz=Europe/Berlin';

/** Sixty images on which people have worked for some days, and who looks at how far they are. */
export class WorkedGallery {
  private constructor(readonly server: TestServer) {}

  static async make(): Promise<WorkedGallery> {
    const [root, workspace] = [tempFolder('gallery'), tempFolder('workspace')];
    for (const folder of folders) await writeMany(`${root}${folder}`, inEach);
    const first = await startServer({ root, workspace });
    await indexed(first, workedPaths.length);
    await playWeek(first, workedPaths, 250);
    const [path = ''] = workedPaths;
    await patch(first, path, { set_notes: 'one' }, { by: 'Ana' });
    const late = await patch(first, path, { set_notes: 'late' }, { by: 'Hal', base: 1 });
    expect(late.status).toBe(409);
    // What was refused is kept with the next write.
    await patch(first, path, { set_notes: 'two' }, { by: 'Ana' });
    await first.stop();
    spreadOverDays(workspace);
    const server = await startServer({ root, workspace });
    await indexed(server, workedPaths.length);
    await labelsReady(server);
    return new WorkedGallery(server);
  }

  async stats(query: StatsQuery = {}): Promise<Stats> {
    return (await ask(this.server, 'stats', { query: { ...query } })).body;
  }

  /** What the page asks for with the days of work. */
  statsOfDays(query: StatsQuery = {}): Promise<Stats> {
    return this.stats({ tz: 'Europe/Berlin', from: '2026-10-21T22:00:00Z', to: '2026-11-10T23:00:00Z', ...query });
  }

  async open(
    query = workedDays,
    wish: VisitWish = {},
  ): Promise<{ page: Page; seen: DashboardOnScreen; complaints: string[] }> {
    const { page, complaints } = await visit(`${this.server.url}/dashboard?${query}`, {
      ...{ width: 1440, height: 900 },
      ...wish,
    });
    const seen = new DashboardOnScreen(page);
    await seen.settled();
    return { page, seen, complaints };
  }
}
