import type { BrowseQuery, StatsQuery } from '#contracts';
import { kindOf, writeChips, type Chip } from './chips.ts';
import { encodePart, queryOf, readPlace, start, type Place } from './place.ts';
import { readPeriod, usualPeriod, writePeriod, type TimeSpan, type WorkPeriod } from './work-period.ts';
import { isZone } from './zone-days.ts';

/** Of which images and which days the dashboard tells: all of it stands in its address. */
export interface DashboardPlace {
  /** A folder with all below it. */
  readonly path: string;
  readonly text: string;
  readonly chips: readonly Chip[];
  readonly period: WorkPeriod;
  /** null: where this person is. */
  readonly zone: string | null;
}

export type Get = (key: string) => string | null;

export function readDashboard(get: Get): DashboardPlace {
  const { path, text, chips } = readPlace(get);
  const zone = get('tz');
  return {
    path,
    text,
    chips: chips.filter(isCounted),
    period: readPeriod(get('period')),
    zone: zone !== null && isZone(zone) ? zone : null,
  };
}

/** An address from the page's base on. */
export function dashboardLink({ path, text, chips, period, zone }: DashboardPlace): string {
  const parts = [`path=${encodePart(path)}`];
  if (text !== '') parts.push(`q=${encodePart(text)}`);
  if (chips.length > 0) parts.push(`filters=${encodePart(writeChips(chips))}`);
  parts.push(`period=${writePeriod(period)}`);
  if (zone !== null) parts.push(`tz=${encodePart(zone)}`);
  return `dashboard?${parts.join('&')}`;
}

/** The one that tells of what is shown in the gallery. */
export function dashboardOf({ path, text, chips }: Place): DashboardPlace {
  return { path, text: text.trim(), chips: chips.filter(isCounted), period: usualPeriod, zone: null };
}

export function queryOfDashboard({ path, text, chips }: Pick<DashboardPlace, 'path' | 'text' | 'chips'>): BrowseQuery {
  return queryOf({ ...start, path, text, chips, recursive: true });
}

export function statsQueryOf(place: DashboardPlace, times: TimeSpan, zone: string): StatsQuery {
  const query = queryOfDashboard(place);
  const isFolder = query.text === undefined && query.filters === undefined;
  return { ...(isFolder ? { path: place.path } : { query: JSON.stringify(query) }), ...times, tz: zone };
}

/** How many of the images without a label have a label is no question. */
function isCounted({ filter }: Chip): boolean {
  return kindOf(filter) !== 'labelled';
}
