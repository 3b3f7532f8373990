import { TableError } from './table-error.ts';

/** Which columns say what an image is; all others are values. */
export interface ChosenColumns {
  readonly source: string;
  readonly path: string | null;
  readonly width: string | null;
  readonly height: string | null;
}

export interface ColumnWish {
  /** Null where nobody said. */
  readonly source: string | null;
  readonly path: string | null;
}

/** What people call the column with the file; the first of these that there is. */
const sourceNames = [
  ...['source', 'path', 'file', 'filename', 'file_name', 'filepath', 'file_path', 'image', 'image_path', 'img'],
  ...['image_file', 'url', 'uri', 'image_url', 'src'],
];
const sizeNames = [
  ['width', 'height'],
  ['image_width', 'image_height'],
  ['img_width', 'img_height'],
  ['w', 'h'],
] as const;
const namesTold = 30;

/** Letter case and the difference between `-`, ` ` and `_` do not matter where nobody named a column. */
export function chooseColumns(columns: readonly string[], wish: ColumnWish): ChosenColumns {
  const byName = new Map(columns.map((column) => [usualForm(column), column]).reverse() as [string, string][]);
  const source = wish.source ?? sourceNames.map((name) => byName.get(name)).find((column) => column !== undefined);
  if (source === undefined)
    throw new TableError(`No column looks like the one with the files: name it with --source-column. ${told(columns)}`);
  for (const [option, wanted] of [['--source-column', wish.source] as const, ['--path-column', wish.path] as const]) {
    if (wanted !== null && !columns.includes(wanted))
      throw new TableError(`${option}: there is no column ${JSON.stringify(wanted)}. ${told(columns)}`);
  }
  const taken = [source, wish.path];
  const size = sizeNames
    .map((pair) => pair.map((name) => byName.get(name)))
    .find((pair) => pair.every((column) => column !== undefined && !taken.includes(column)));
  return { source, path: wish.path, width: size?.[0] ?? null, height: size?.[1] ?? null };
}

function usualForm(column: string): string {
  return column
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_');
}

function told(columns: readonly string[]): string {
  const names = columns.slice(0, namesTold).map((name) => JSON.stringify(name));
  const more = columns.length - names.length;
  return `The table has ${names.join(', ')}${more > 0 ? ` and ${String(more)} more` : ''}.`;
}
