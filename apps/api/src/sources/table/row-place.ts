import { posix } from 'node:path';
import { cleanPath, isHidden, nameOf, type GalleryPath } from '../../shared/gallery-path.ts';
import { Problem } from '../../shared/problem.ts';
import { typeOfName } from '../image-names.ts';
import { readRemoteAddress } from '../remote/remote-address.ts';

/** Where the image of a row is: a path below the base folder, an address of another server, or why it is not read. */
export type RowSource =
  | { readonly kind: 'file'; readonly path: GalleryPath }
  | { readonly kind: 'remote'; readonly address: string }
  | { readonly kind: 'refused'; readonly why: Refusal };

/**
 * `outside`: not below the base folder. The others say what would have to be fetched from somewhere; `address`, that nothing
 * that can be said at the start makes it read.
 */
export const refusals = ['outside', 'remote', 'bucket', 'address'] as const;
export type Refusal = (typeof refusals)[number];

/** A row as the gallery has it, or what is wrong with it. */
export type PlacedRow =
  | { readonly ok: true; readonly display: GalleryPath; readonly source: RowSource }
  | { readonly ok: false; readonly fault: RowFault };

export type RowFault = 'no_source' | 'not_an_image' | 'not_a_path' | 'hidden';

/**
 * Where the image of a row lies, and where the gallery shows it: under its own path if the table has one, else as it lies below the base
 * folder. An address is shown under its host and path, what lies outside under its whole path.
 */
export function placeRow(source: unknown, path: unknown, baseDir: string, isRemoteAllowed = false): PlacedRow {
  const text = textOf(source);
  if (text === '') return { ok: false, fault: 'no_source' };
  const found = sourceOf(text, baseDir, isRemoteAllowed);
  const wanted = textOf(path);
  const named = wanted === '' ? found.shown : withEnding(wanted, found.shown);
  if (typeOfName(nameOf(named.replaceAll('\\', '/'))) === undefined) return { ok: false, fault: 'not_an_image' };
  const display = cleaned(named);
  if (display === undefined) return { ok: false, fault: 'not_a_path' };
  return isHidden(display) ? { ok: false, fault: 'hidden' } : { ok: true, display, source: found.source };
}

function textOf(cell: unknown): string {
  if (typeof cell === 'string') return cell.trim();
  return typeof cell === 'number' || typeof cell === 'bigint' ? String(cell) : '';
}

/** `shown`: the display path, for a row that has none of its own. */
function sourceOf(text: string, baseDir: string, isRemoteAllowed: boolean): { shown: string; source: RowSource } {
  const scheme = /^([a-z][a-z\d+.-]+):\/\//i.exec(text)?.[1]?.toLowerCase();
  if (scheme === undefined) return localSource(text.replaceAll('\\', '/'), baseDir);
  if (scheme === 'file') return localSource(pathOfFileUrl(text), baseDir);
  const shown = text.replace(/^[^/]*\/\//, '').replace(/^[^/@]*@/, '');
  if (scheme === 's3') return { shown, source: { kind: 'refused', why: 'bucket' } };
  // What stands behind `?` may be a key to it, and is no part of a name.
  return { shown: shown.replace(/[?#].*$/s, ''), source: remoteSource(text, isRemoteAllowed) };
}

function remoteSource(text: string, isAllowed: boolean): RowSource {
  if ('refused' in readRemoteAddress(text)) return { kind: 'refused', why: 'address' };
  return isAllowed ? { kind: 'remote', address: text } : { kind: 'refused', why: 'remote' };
}

function localSource(path: string, baseDir: string): { shown: string; source: RowSource } {
  const whole = posix.normalize(path.startsWith('/') ? path : `${baseDir}/${path}`);
  const below = baseDir === '/' ? '/' : `${baseDir}/`;
  const inside = whole.startsWith(below) ? cleaned(whole.slice(below.length)) : undefined;
  if (inside !== undefined) return { shown: inside, source: { kind: 'file', path: inside } };
  const shown = posix.normalize(path).replace(/^(?:\.\.\/)+/, '');
  return { shown, source: { kind: 'refused', why: 'outside' } };
}

function pathOfFileUrl(text: string): string {
  const path = text.replace(/^file:\/\/(?:localhost)?/i, '');
  try {
    return decodeURIComponent(path);
  } catch {
    // Somebody has put `file://` before a plain path with a percent sign in it.
    return path;
  }
}

/** A display path may be a mere number or title: then it gets the ending of the file. */
function withEnding(wanted: string, shown: string): string {
  if (typeOfName(nameOf(wanted.replaceAll('\\', '/'))) !== undefined) return wanted;
  const name = nameOf(shown);
  return typeOfName(name) === undefined ? wanted : `${wanted}${name.slice(name.lastIndexOf('.'))}`;
}

function cleaned(path: string): GalleryPath | undefined {
  try {
    return cleanPath(path);
  } catch (error) {
    if (error instanceof Problem) return undefined;
    throw error;
  }
}
