import type { PartProgress, Stats } from '#contracts';
import type { Table } from './csv.ts';
import type { PeopleRow } from './people-rows.ts';

/** The tables of the dashboard as files: whole, in the order of the server, with numbers as they are. */
export function foldersTable({ folders }: Stats): Table {
  return {
    name: 'folders',
    columns: ['folder', 'images', 'labelled', 'untouched'],
    rows: folders.map(({ name, total, labelled }) => [name, total, labelled, total - labelled]),
  };
}

export function starsTable({ stars }: Stats): Table {
  return {
    name: 'stars',
    columns: ['stars', 'images'],
    rows: stars.map(({ star, count }) => [star ?? 'none', count]),
  };
}

export function tagsTable({ tags }: Stats): Table {
  return { name: 'tags', columns: ['tag', 'images'], rows: tags.values.map(({ tag, count }) => [tag, count]) };
}

export function daysTable({ days }: Stats): Table {
  return {
    name: 'days',
    columns: ['day', 'labels', 'first_labels'],
    rows: days.map(({ day, labels, first }) => [day, labels, first]),
  };
}

export function hoursTable({ hours, tz }: Stats): Table {
  return {
    name: 'hours',
    columns: ['hour', 'labels', 'time_zone'],
    rows: hours.map((labels, hour) => [hour, labels, tz]),
  };
}

export function peopleTable(people: readonly PeopleRow[]): Table {
  return {
    name: 'people',
    columns: [
      ...['name', 'labels', 'first_labels', 'again_own', 'again_others'],
      ...['active_seconds', 'median_seconds', 'taken_back', 'refused', 'refused_written'],
    ],
    rows: people.map(({ name, labels, first, again, active_seconds, median_seconds, undone, refused, written }) => [
      ...[name, labels, first, again.own, again.others],
      ...[active_seconds, median_seconds, undone, refused, written],
    ]),
  };
}

export function partsTable(parts: readonly PartProgress[]): Table {
  return {
    name: 'parts',
    columns: ['part', 'images', 'labelled', 'untouched'],
    rows: parts.map(({ name, total, labelled }) => [
      ...[name, total, labelled],
      total === null || labelled === null ? null : total - labelled,
    ]),
  };
}
