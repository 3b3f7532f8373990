import { closeSync } from 'node:fs';
import { labelFields } from '#contracts';
import type { Label } from '../label.ts';
import { cellsOfRow, csvRow, neverClosed, separators, type Separator } from './csv-row.ts';
import { FileWindow, usualChunk } from './file-window.ts';
import { orTold, type FoundLabels, type ReadingEar } from './found-label.ts';
import { gathered } from './gathered.ts';
import { timeText } from './item-line.ts';
import { itemPathFrom, labelFromFields } from './label-from-fields.ts';
import { openRegularFile } from './open-regular-file.ts';
import { Refusal } from './refusal.ts';
import { tagList, tagsOfList } from './tag-list.ts';

/** What the importer reads; an export may have more. */
export const columns = ['path', 'star', 'tags', 'notes', 'version', 'updated_at', 'updated_by', 'metrics'] as const;
type Column = (typeof columns)[number];

const pieceCharacters = 64 * 1024;
/** An export has one for each metric and each category of its gallery. */
const columnsMax = 100_000;

/** One label a row under a row of names. Empty cells are defaults; tags stand in one cell, between semicolons. */
export function encodeCsv(labels: Iterable<Label>): Generator<string, void> {
  return gathered(rows(labels), pieceCharacters);
}

/** The names of the columns that a file has; null for one that is not read. */
interface Head {
  readonly names: readonly (Column | null)[];
  readonly separator: Separator;
}

/**
 * Columns may be in any order, and be left out; lines may end without CR; a byte order mark is passed over. What stands
 * between cells is what stands in the first row, where a column is called path.
 */
export function* decodeCsv(file: string, ear: ReadingEar, chunk = usualChunk): FoundLabels {
  const descriptor = openRegularFile(file);
  try {
    const window = new FileWindow(file, descriptor, chunk);
    window.skipByteOrderMark();
    const { names, separator } = window.located(() => headFrom(nextRow(window, separators), ear));
    const silentOf = labelFields.filter((field) => !names.includes(field));
    const most = names.length + 1;
    for (;;) {
      const row = nextRow(window, [separator]);
      if (row === undefined) return;
      const label =
        row === ''
          ? undefined
          : orTold(ear, () => window.located(() => labelFrom(names, cellsOfRow(row, separator, most), ear)));
      yield label && { label, silentOf };
    }
  } finally {
    closeSync(descriptor);
  }
}

function* rows(labels: Iterable<Label>): Generator<string, void> {
  yield `${columns.join(',')}\r\n`;
  for (const label of labels) yield `${labelCells(label)}\r\n`;
}

/** The cells of these columns, joined. */
export function labelCells({ path, star, tags, notes, version, updatedAt, updatedBy, metrics }: Label): string {
  const numbers = metrics ? JSON.stringify(metrics) : '';
  const [stars, time] = [String(star ?? ''), timeText(updatedAt)];
  return csvRow([path, stars, tagList(tags), notes, String(version), time, updatedBy, numbers]);
}

/** Up to the next line feed that is not in quotes. The window's mark is where the row begins. */
function nextRow(window: FileWindow, between: readonly Separator[]): string | undefined {
  const [first, second, third] = between.map((each) => each.charCodeAt(0));
  let isQuoted = false;
  // Where a cell begins, and right behind a closing quote: two in quotes are one of the text. Anywhere else it is a
  // mistake of its row alone, and must not swallow those that follow.
  let mayOpen = true;
  window.mark = window.at;
  for (;;) {
    for (; window.at < window.end; window.at += 1) {
      const byte = window.bytes[window.at];
      if (byte === 0x22) {
        const opens: boolean = mayOpen && !isQuoted;
        mayOpen = isQuoted;
        isQuoted = opens;
        continue;
      }
      if (isQuoted) continue;
      mayOpen = byte === first || byte === second || byte === third;
      if (byte !== 0x0a) continue;
      const row = rowAt(window);
      window.at += 1;
      return row;
    }
    if (window.readMore()) continue;
    // It may have swallowed any number of rows: what is wrong with it is wrong with the rest of the file.
    if (isQuoted) throw window.unreadableFrom(neverClosed, window.mark);
    return window.at === window.mark ? undefined : rowAt(window);
  }
}

function rowAt(window: FileWindow): string {
  const row = window.markedText();
  return row.endsWith('\r') ? row.slice(0, -1) : row;
}

function headFrom(row: string | undefined, ear: ReadingEar): Head {
  if (row === undefined) throw new Refusal('The file is empty: the names of the columns are missing.');
  const separator =
    separators.find((each) => row.split(each, columnsMax).some((name) => columnCalled(name) === 'path')) ?? ',';
  const names = cellsOfRow(row, separator, columnsMax).map((name) => columnFrom(name, ear));
  const twice = names.find((name, at) => name !== null && names.indexOf(name) !== at);
  if (twice) throw new Refusal(`The column ${twice} is there twice.`);
  if (!names.includes('path')) throw new Refusal('The column path is missing.');
  return { names, separator };
}

function columnFrom(name: string, ear: ReadingEar): Column | null {
  const column = columnCalled(name);
  if (column === undefined) ear.ignored(name);
  return column ?? null;
}

/** However it is written: whoever makes a table by hand begins names with a capital. */
function columnCalled(name: string): Column | undefined {
  const plain = name
    .replace(/^"(.*)"$/, '$1')
    .trim()
    .toLowerCase();
  return columns.find((each) => each === plain);
}

function labelFrom(names: readonly (Column | null)[], cells: readonly string[], ear: ReadingEar): Label {
  if (cells.length !== names.length) {
    throw new Refusal(`The row has ${String(cells.length)} cells, and there are ${String(names.length)} columns.`);
  }
  const texts = new Map(names.map((name, at) => [name, cells[at]]));
  const filled = (name: Column): string | undefined => texts.get(name) || undefined;
  const tags = filled('tags');
  const label = labelFromFields(itemPathFrom(texts.get('path')), {
    star: numberFrom(filled('star')),
    tags: tags === undefined ? undefined : tagsOfList(tags),
    notes: filled('notes'),
    version: numberFrom(filled('version')),
    updatedAt: filled('updated_at'),
    updatedBy: filled('updated_by'),
    metrics: metricsFrom(filled('metrics')),
  });
  ear.admit(label);
  return label;
}

/** What is no number stays a text, and is refused as one. */
function numberFrom(text: string | undefined): unknown {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : text;
}

function metricsFrom(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal('metrics must be a JSON object.');
  }
}
