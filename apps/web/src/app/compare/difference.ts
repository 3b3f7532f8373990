import type { Categories, ItemRow, Metrics } from '#contracts';
import { cameraFacts, type Fact } from '../state/camera.ts';
import { valueWord } from '../state/filter-words.ts';
import { parentOf } from '../state/place.ts';
import { programOf, promptFacts } from '../state/prompt-facts.ts';
import { bytes, dateTime, isFileKnown } from '../state/quantities.ts';
import { visibleText } from '../ui/visible-text.ts';
import type { KnownDetails } from './compared-details.ts';

export interface Compared {
  readonly row: ItemRow | null;
  readonly details: KnownDetails | undefined;
}

/** What one image says of one thing. */
export interface Cell {
  /** null: it says nothing, or it is not known yet. */
  readonly text: string | null;
  readonly isKnown: boolean;
  /** Something else than the first image says. */
  readonly isChanged: boolean;
}

export interface DifferenceRow {
  readonly name: string;
  readonly group: string;
  /** Long enough that its words are compared one by one. */
  readonly isText: boolean;
  readonly cells: readonly Cell[];
  readonly isDifferent: boolean;
}

interface Source {
  readonly group: string;
  readonly isText?: boolean;
  /** Whether it comes with the list, or has to be read from the file first. */
  readonly isEmbedded: boolean;
  readonly factsOf: (compared: Compared) => readonly Fact[];
}

const sources: readonly Source[] = [
  { group: 'File', isEmbedded: false, factsOf: ({ row }) => (row === null ? [] : fileFacts(row)) },
  { group: 'File', isEmbedded: true, factsOf: ({ details }) => takenFact(details) },
  { group: 'Prompt', isEmbedded: true, isText: true, factsOf: ({ details }) => promptTexts(details) },
  { group: 'Prompt', isEmbedded: true, factsOf: ({ details }) => promptSettings(details) },
  {
    group: 'Camera',
    isEmbedded: true,
    factsOf: ({ details }) => (isRead(details) ? cameraFacts(details.metadata) : []),
  },
  { group: 'Categories', isEmbedded: false, factsOf: ({ row }) => categoryFacts(row?.categories ?? {}) },
  { group: 'Metrics', isEmbedded: false, factsOf: ({ row, details }) => metricFacts(metricsOf(row, details)) },
];

/** Everything that is known of the images, one line for each thing, in the words of the inspector. */
export function differencesOf(all: readonly Compared[]): DifferenceRow[] {
  return sources.flatMap((source) => linesOf(source, all));
}

function linesOf({ group, isText = false, isEmbedded, factsOf }: Source, all: readonly Compared[]): DifferenceRow[] {
  const facts = all.map((one) => new Map(factsOf(one).map(({ name, value }) => [name, value])));
  const known = all.map(({ row, details }) => row !== null && (!isEmbedded || isRead(details)));
  const names = [...new Set(facts.flatMap((one) => [...one.keys()]))];
  return names.map((name) => {
    const texts = facts.map((one) => one.get(name) ?? null);
    // Nothing can be said against an image that nothing is known of.
    const first = known.indexOf(true);
    const cells = texts.map((text, at) => {
      const isKnown = known[at] === true;
      return { text, isKnown, isChanged: isKnown && text !== (texts[first] ?? null) };
    });
    return { name, group, isText, cells, isDifferent: cells.some(({ isChanged }) => isChanged) };
  });
}

function fileFacts(row: ItemRow): Fact[] {
  const facts: Fact[] = [{ name: 'Folder', value: visibleText(parentOf(row.path)) }];
  if (row.w > 0) facts.push({ name: 'Dimensions', value: `${String(row.w)} × ${String(row.h)}` });
  if (isFileKnown(row)) facts.push({ name: 'Size', value: bytes(row.size) });
  facts.push({ name: 'Type', value: row.type.replace('image/', '').toUpperCase() });
  if (isFileKnown(row)) facts.push({ name: 'File date', value: dateTime(row.addedAt) });
  return facts;
}

function takenFact(details: KnownDetails | undefined): Fact[] {
  const takenAt = isRead(details) ? details.sidecar.exif.createdAt : undefined;
  return takenAt === undefined ? [] : [{ name: 'Taken', value: dateTime(takenAt) }];
}

function promptTexts(details: KnownDetails | undefined): Fact[] {
  const prompt = isRead(details) ? details.metadata.prompt : undefined;
  if (prompt === undefined) return [];
  const facts: Fact[] = [{ name: 'Prompt', value: prompt.prompt }];
  if (prompt.negative !== undefined) facts.push({ name: 'Negative prompt', value: prompt.negative });
  return facts;
}

function promptSettings(details: KnownDetails | undefined): Fact[] {
  const prompt = isRead(details) ? details.metadata.prompt : undefined;
  return prompt === undefined ? [] : [{ name: 'Program', value: programOf(prompt) }, ...promptFacts(prompt)];
}

/** The row is read again when jobs push numbers, and what is embedded is not. */
function metricsOf(row: ItemRow | null, details: KnownDetails | undefined): Metrics {
  return row?.metrics ?? (isRead(details) ? details.sidecar.metrics : undefined) ?? {};
}

function categoryFacts(categories: Categories): Fact[] {
  const names = Object.keys(categories).sort();
  return names.map((name) => ({ name: visibleText(name), value: visibleText(valueWord(categories[name] ?? '')) }));
}

function metricFacts(metrics: Metrics): Fact[] {
  const names = Object.keys(metrics).sort();
  return names.map((name) => ({ name: visibleText(name), value: tidy(metrics[name] ?? 0) }));
}

/** Six digits tell any two measurements apart that mean something else. */
function tidy(value: number): string {
  return String(Number(value.toPrecision(6)));
}

function isRead(details: KnownDetails | undefined): details is Exclude<KnownDetails, 'failed'> {
  return details !== undefined && details !== 'failed';
}
