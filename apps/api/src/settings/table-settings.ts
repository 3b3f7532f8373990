import { accessSync, constants, statSync } from 'node:fs';
import { basename, dirname, extname } from 'node:path';
import type { LocalLocation, TableLocation } from '../sources/source-location.ts';
import { tableFormats, type TableFormat } from '../sources/table/table-reader.ts';
import type { OptionValues } from './read-options.ts';

/** The format that the name of a file promises; undefined for what is no table, and for folders of such names. */
export function tableFormat(file: string): TableFormat | undefined {
  const ending = extname(file).slice(1).toLowerCase();
  const format = tableFormats.find((each) => each === ending);
  return format === undefined || isFolder(file) ? undefined : format;
}

export interface TablePlace {
  readonly location: TableLocation;
  readonly label: string;
  readonly workspace: string;
}

/** A table whose sources lie below this folder; undefined with a complaint for one that is not there. */
export function tablePlace(
  file: string,
  format: TableFormat,
  baseDir: LocalLocation,
  values: OptionValues,
  complaints: string[],
): TablePlace | undefined {
  const refusal = whyNotReadable(file);
  if (refusal !== undefined) {
    complaints.push(refusal);
    return undefined;
  }
  if (values.layout === 'beside')
    complaints.push('--layout beside is for folders: what Lenslet keeps of a table lies in its workspace.');
  const columns = { source: values['source-column'] || null, path: values['path-column'] || null };
  const location = { kind: 'table', file, format, columns, baseDir } as const;
  return { location, label: basename(file), workspace: `${file}.cache` };
}

/** Where its sources lie unless somebody says another folder. */
export function usualBaseDir(file: string): string {
  return dirname(file);
}

/** Options that mean nothing without a table. */
export function tableContradictions(values: OptionValues): string[] {
  const options = ['source-column', 'path-column', 'base-dir'] as const;
  return options
    .filter((name) => values[name] !== '')
    .map((name) => `--${name} is for tables: a file that ends in .${tableFormats.join(', .')}.`);
}

function whyNotReadable(file: string): string | undefined {
  try {
    if (!statSync(file).isFile()) return `${file} is not a file.`;
    accessSync(file, constants.R_OK);
    return undefined;
  } catch (error) {
    const isAbsent = (error as NodeJS.ErrnoException).code === 'ENOENT';
    return isAbsent ? `There is no file ${file}.` : `The file ${file} cannot be read.`;
  }
}

function isFolder(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
