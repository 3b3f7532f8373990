import type { BrowseQuery } from './browse.ts';
import type { NameCount, StarCount } from './facets.ts';
import type { TagCount } from './tags.ts';

/** docs/metrics.md says of each number what it means, and what it does not. */
export interface StatsQuery {
  /** A folder with all below it; the whole gallery when left out. */
  path?: string;
  /** A query as JSON, in place of a path. */
  query?: string;
  /** A time (ISO 8601), included; what people did before does not count. */
  from?: string;
  /** A time, not included. */
  to?: string;
  /** Of which days and hours are told, as `Europe/Berlin`; UTC when left out. */
  tz?: string;
}

/** How far the labelling of some images is, and what people did to them in some time. */
export interface Stats {
  items: ItemsProgress;
  /** 0 to 5, then none. */
  stars: StarCount[];
  /** By use. */
  tags: { values: TagCount[]; distinct: number };
  /** Right in the folder that was asked for, with everything below them; by name. */
  folders: FolderProgress[];
  /** Days on which somebody labelled, the first of them first. */
  days: DayCount[];
  /** Of the day, 0 to 23, over all days. */
  hours: number[];
  /** Those who labelled most first. */
  people: PersonStats[];
  /** Writes that were refused since somebody else was faster, of the whole gallery. */
  refused: { values: RefusedCount[]; total: number; written: number };
  forecast: Forecast;
  /** Saved views that are one part of a query that was split among people, in the order of the views. */
  parts: PartProgress[];
  tz: string;
  /** Folders below are still being listed. */
  partial: boolean;
  /** Where to open the stream to miss nothing that this answer does not hold. */
  head: string;
}

export interface ItemsProgress {
  total: number;
  labelled: number;
}

export interface FolderProgress extends ItemsProgress {
  name: string;
}

export interface PartProgress {
  /** Both are null where nobody knows: its folder is out of reach. */
  total: number | null;
  labelled: number | null;
  /** The id of the view. */
  view: string;
  name: string;
  /** What is counted: as the view has it, but for conditions that end with an image's label. */
  query: BrowseQuery;
  of: number;
  /** 1 to `of`. */
  index: number;
}

export interface DayCount {
  /** As 2026-11-21. */
  day: string;
  labels: number;
  /** Of these: on images that nobody had written on before. */
  first: number;
}

export interface PersonStats {
  name: string;
  labels: number;
  /** Of these: on images that nobody had written on before. */
  first: number;
  /** Of these: on images on which the same person, or another one, had written last. */
  again: { own: number; others: number };
  active_seconds: number;
  /** For one image, of those that were labelled by themselves; null when there were none. */
  median_seconds: number | null;
  /** Gestures of this person that were taken back, by whomever. */
  undone: number;
}

/** `written` of them were made after all: the same person wrote on the image within an hour. */
export interface RefusedCount extends NameCount {
  written: number;
}

/** Dates are days of the time zone that was asked for. */
export type Forecast =
  | { state: 'done' }
  | { state: 'not_enough_data' }
  | { state: 'expected'; active_days: number; ends: string; earliest: string; latest: string | null };

/** The history is being read for the first time since the start of the server. */
export interface StatsCounting {
  status: 'counting';
  /** 0 to 1. */
  progress: number;
  retry_after_ms: number;
}
