import { ChangeDetectionStrategy, Component, DestroyRef, computed, effect, inject } from '@angular/core';
import { Connection } from '../state/connection.ts';
import { filterWords } from '../state/filter-words.ts';
import { FolderTree } from '../state/folder-tree.ts';
import { HealthWatch } from '../state/health-watch.ts';
import { Keyboard } from '../state/keyboard.ts';
import { LiveStatus } from '../state/live-status.ts';
import { lineageOf } from '../state/place.ts';
import { count, countOf } from '../state/quantities.ts';
import { periodWords } from '../state/work-period.ts';
import { Icon } from '../ui/icon.ts';
import { InAppLink } from '../ui/in-app-link.ts';
import { Notice } from '../ui/notice.ts';
import { visibleText } from '../ui/visible-text.ts';
import { BarList, type Bar } from './bar-list.ts';
import { dayColumns, hourColumns } from './chart-columns.ts';
import { ColumnChart } from './column-chart.ts';
import { DashboardDesk } from './dashboard-desk.ts';
import { FolderTable } from './folder-table.ts';
import { Headline } from './headline.ts';
import { Panel } from './panel.ts';
import { PartsTable } from './parts-table.ts';
import { PeopleTable } from './people-table.ts';
import { peopleRows } from './people-rows.ts';
import { PeriodBar } from './period-bar.ts';
import { binsOf } from './scales.ts';
import * as tables from './tables.ts';

const TAGS = 20;

/** How far the labelling is, and who did what: one page, from the wall to the single number. */
@Component({
  selector: 'll-dashboard',
  imports: [
    BarList,
    ColumnChart,
    FolderTable,
    Headline,
    Icon,
    InAppLink,
    Notice,
    Panel,
    PartsTable,
    PeopleTable,
    PeriodBar,
  ],
  providers: [DashboardDesk],
  templateUrl: './dashboard.html',
  styleUrl: './dashboard.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Dashboard {
  protected readonly desk = inject(DashboardDesk);
  private readonly tree = inject(FolderTree);
  private readonly health = inject(HealthWatch);
  private readonly connection = inject(Connection);
  private readonly status = inject(LiveStatus);
  protected readonly tables = tables;
  protected readonly counted = this.desk.counted;
  protected readonly trouble = this.desk.watch.trouble;
  protected readonly progress = this.desk.watch.progress;

  private readonly galleryName = computed(() => visibleText(this.health.health()?.root ?? 'Gallery'));
  protected readonly crumbs = computed(() =>
    lineageOf(this.desk.place().path).map((path) => ({
      path,
      name: path === '/' ? this.galleryName() : visibleText(this.tree.nameOf(path)),
      link: this.desk.link({ path }),
    })),
  );
  /** Only images that all of this holds for are counted. */
  protected readonly conditions = computed(() => {
    const { text, chips } = this.desk.place();
    const words = chips.filter(({ isOff }) => !isOff).map(({ filter }) => visibleText(filterWords(filter)));
    return [...(text === '' ? [] : [`“${visibleText(text)}”`]), ...words];
  });
  protected readonly withoutConditions = computed(() => this.desk.link({ text: '', chips: [] }));
  protected readonly isLive = computed(() => this.status.status() === 'live' && this.connection.isReachable());
  protected readonly isDimmed = computed(() => this.desk.watch.isWaiting() && this.counted() !== null);
  protected readonly reading = computed(() => {
    const progress = this.progress();
    return progress === null ? null : Math.floor(100 * progress);
  });
  /** While the server is away: of when the numbers are, of which folder where that is not the one that was chosen, and of which work. */
  protected readonly standing = computed(() => {
    const counted = this.counted();
    if (counted === null) return '';
    const since = new Date(counted.at).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
    const { path } = counted.place;
    const folder = path === '/' ? this.galleryName() : visibleText(this.tree.nameOf(path));
    const of = path === this.desk.place().path ? '' : ` of “${folder}”,`;
    return `These are the numbers of ${since},${of} of work ${this.period()}.`;
  });
  protected readonly asOf = computed(() => {
    const at = this.counted()?.at;
    return at === undefined ? '' : new Date(at).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' });
  });
  protected readonly isAway = computed(() => this.trouble()?.kind === 'away' || !this.connection.isReachable());
  protected readonly hasImages = computed(() => (this.counted()?.stats.items.total ?? 0) > 0);
  protected readonly isListing = computed(() => this.counted()?.stats.partial === true);

  protected readonly stars = computed<Bar[]>(() => {
    const [counted, behind] = [this.counted(), this.desk.behind()];
    if (counted === null || behind === null) return [];
    return counted.stats.stars
      .map(({ star, count: value }) => ({
        name: star === null ? 'No star' : star === 0 ? '0 stars' : '★'.repeat(star),
        value,
        link: behind.stars(star),
      }))
      .reverse();
  });
  protected readonly tags = computed(() => {
    const [counted, behind] = [this.counted(), this.desk.behind()];
    if (counted === null || behind === null) return { bars: [], note: '' };
    const { values, distinct } = counted.stats.tags;
    const bars = values
      .slice(0, TAGS)
      .map(({ tag, count: value }) => ({ name: visibleText(tag), value, link: behind.tag(tag) }));
    return { bars, note: distinct > TAGS ? `${count(distinct - TAGS)} more` : '' };
  });
  private readonly bins = computed(() => {
    const counted = this.counted();
    return counted === null ? null : binsOf(counted.stats.days, counted.span, counted.today);
  });
  protected readonly byDay = computed(() => {
    const [bins, behind] = [this.bins(), this.desk.behind()];
    return bins === null || behind === null ? [] : dayColumns(bins, behind);
  });
  protected readonly byHour = computed(() => {
    const [counted, behind] = [this.counted(), this.desk.behind()];
    return counted === null || behind === null ? [] : hourColumns(counted.stats.hours, behind);
  });
  protected readonly unit = computed(
    () => ({ day: 'Day', week: 'Week', month: 'Month', year: 'Year' })[this.bins()?.unit ?? 'day'],
  );
  protected readonly labels = computed(() =>
    (this.counted()?.stats.days ?? []).reduce((sum, day) => sum + day.labels, 0),
  );
  protected readonly labelsSum = computed(() => {
    const days = this.counted()?.stats.days ?? [];
    const first = days.reduce((sum, day) => sum + day.first, 0);
    const soon = days.length === 1 ? '; from a second day on there is something to compare' : '';
    return `${countOf(this.labels(), 'label')} on ${countOf(days.length, 'day')}, ${count(first)} of them first labels${soon}`;
  });
  protected readonly hoursSum = computed(() => {
    const hours = this.counted()?.stats.hours ?? [];
    const most = hours.indexOf(Math.max(...hours));
    return most < 0 || this.labels() === 0 ? '' : `Most between ${String(most)} and ${String(most + 1)} o’clock`;
  });
  protected readonly people = computed(() => {
    const stats = this.counted()?.stats;
    return stats === undefined ? [] : peopleRows(stats);
  });
  protected readonly parts = computed(() => this.counted()?.stats.parts ?? []);
  protected readonly period = computed(() => periodWords(this.counted()?.place.period ?? this.desk.place().period));
  /** Nobody has ever labelled here, as far as labels tell. */
  protected readonly isFresh = computed(() => this.counted()?.stats.items.labelled === 0 && this.labels() === 0);

  constructor() {
    effect(() => {
      const folder = this.crumbs().at(-1)?.name ?? '';
      document.title = `Dashboard — ${folder} — Lenslet`;
    });
    effect(() => {
      const { path } = this.desk.place();
      // Where the tree has not been down there, the folder goes by the name in its path.
      if (path !== '/') void this.tree.reveal(path).catch(() => undefined);
    });
    const leave = (): void => {
      this.desk.leave();
    };
    const handlers = { close: leave, grid: leave, dashboard: leave };
    inject(DestroyRef).onDestroy(inject(Keyboard).push({ isModal: false, handlers }));
  }

  protected print(): void {
    window.print();
  }

  protected retry(): void {
    this.desk.watch.noteReturn();
  }
}
