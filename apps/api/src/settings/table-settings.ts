import { accessSync, constants, statSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import type { LocalLocation, SourceLocation, TableLocation } from '../sources/source-location.ts';
import { tableFormats, type TableFormat } from '../sources/table/table-reader.ts';
import type { OptionValues } from './read-options.ts';

/** The format that the name of a file promises; undefined for what is no table, and for folders of such names. */
export function tableFormat(file: string): TableFormat | undefined {
  const ending = extname(file).slice(1).toLowerCase();
  const format = tableFormats.find((each) => each === ending);
  return format === undefined || isFolder(file) ? undefined : format;
}

/** Of a file that is no table; undefined where there is no file. */
export function whyNoGallery(path: string): string | undefined {
  return isFile(path)
    ? `${path} is not a folder, nor a table: a file that ends in .${tableFormats.join(', .')}.`
    : undefined;
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
  if (values['remote-host'].length > 0 && !values['allow-remote'])
    complaints.push('--remote-host means nothing without --allow-remote: say both, or leave it out.');
  const columns = { source: values['source-column'] || null, path: values['path-column'] || null };
  const isRemoteAllowed = values['allow-remote'];
  const location = { kind: 'table', file, format, columns, baseDir, isRemoteAllowed } as const;
  return { location, label: basename(file), workspace: `${file}.cache` };
}

/** Where its sources lie unless somebody says another folder. */
export function usualBaseDir(file: string): string {
  return dirname(file);
}

/** Options that mean nothing without a table. */
export function tableContradictions(values: OptionValues): string[] {
  const options = ['source-column', 'path-column', 'base-dir', 'allow-remote', 'remote-host'] as const;
  return options
    .filter((name) => String(values[name] || '') !== '')
    .map((name) => `--${name} is for tables: a file that ends in .${tableFormats.join(', .')}.`);
}

/** What is needed to read images of other servers. */
export interface RemoteSettings {
  /** Where copies of them are kept. */
  readonly folder: string;
  /** In networks of one's own, which are not asked otherwise. */
  readonly hosts: readonly string[];
}

/** Null where nothing is read from elsewhere; with a complaint where there is no place for copies. */
export function remoteSettings(
  location: SourceLocation,
  workspace: string | null,
  values: OptionValues,
  complaints: string[],
): RemoteSettings | null {
  if (location.kind !== 'table' || !location.isRemoteAllowed) return null;
  if (workspace !== null) return { folder: join(workspace, 'remote'), hosts: values['remote-host'] };
  complaints.push(
    '--allow-remote keeps copies of images in the workspace, and nothing can be written: leave out --no-write, or choose a place with --workspace.',
  );
  return null;
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

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    // Whoever needs the folder finds out why it is none.
    return false;
  }
}

function isFolder(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
