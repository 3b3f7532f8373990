import { accessSync, constants, realpathSync, statSync } from 'node:fs';
import { isIPv4 } from 'node:net';
import { homedir } from 'node:os';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { Role } from '#contracts';
import { layoutApart, layoutBeside, type Layout } from './layout.ts';
import { proxyContradictions } from './proxy-contradictions.ts';
import type { PointerRules } from '../sources/pointer/find-target.ts';
import type { LocalLocation, SourceLocation } from '../sources/source-location.ts';
import { BadOptions, type OptionValues } from './read-options.ts';
import { isS3Address, originsOf, s3Access, s3Location, s3Workspace } from './s3-settings.ts';
import {
  remoteSettings,
  tableContradictions,
  tableFormat,
  tablePlace,
  usualBaseDir,
  whyNoGallery,
  type RemoteSettings,
} from './table-settings.ts';
import { whyNotWritable } from './why-not-writable.ts';

/** Everything that was decided before the start. Read once, frozen; each part is handed the slice it needs. */
export interface Settings {
  readonly version: string;
  readonly gallery: GallerySettings;
  readonly listen: ListenSettings;
  readonly workers: { readonly count: number };
  readonly thumbs: { readonly size: number; readonly quality: number };
  /** When labels.json is written: so long after the first change, or when so many items have changed. */
  readonly flush: { readonly afterMs: number; readonly items: number };
  readonly auth: AuthSettings;
  readonly stream: StreamSettings;
  readonly presence: PresenceSettings;
  readonly watch: boolean;
  readonly logLevel: string;
}

export interface GallerySettings extends Layout {
  /** What people call this gallery: the name of its folder, or bucket and prefix. */
  readonly label: string;
  /** Where browsers are sent to for originals. */
  readonly imageOrigins: readonly string[];
  /** What folders may stand for. */
  readonly pointers: PointerRules;
  /** Null where nothing is read from other servers. */
  readonly remote: RemoteSettings | null;
  /** Null when nothing may be written. */
  readonly workspace: string | null;
  /** Where it is or would be: what lies there may be read all the same. */
  readonly workspaceWanted: string;
  /** Why nothing is written although nobody said so. */
  readonly readOnlyReason: string | null;
}

/** How people are known. With neither, whoever reaches the server is its local user. */
export interface AuthSettings {
  readonly tokenFile: string | null;
  readonly proxy: { readonly header: string; readonly from: readonly string[]; readonly role: Role } | null;
}

export interface StreamSettings {
  /** Events that are told again at most. */
  readonly replayLimit: number;
  readonly heartbeatMs: number;
  readonly lifetimeMs: number;
}

export interface PresenceSettings {
  readonly viewTtlMs: number;
  readonly editTtlMs: number;
  readonly pruneEveryMs: number;
  /** Without, sessions come and go by heartbeats only. */
  readonly hasLeases: boolean;
}

export interface ListenSettings {
  readonly host: string;
  readonly port: number;
  /** Nobody chose the port: if it is taken, one of the next is as good. */
  readonly maySlide: boolean;
  /** Begins and ends with a slash. */
  readonly basePath: string;
  readonly allowedHosts: readonly string[];
  /** Of pages elsewhere that may use the API. */
  readonly listedOrigins: readonly string[];
  readonly isOpen: boolean;
}

const usualPort = 7070;

export function makeSettings(folder: string, values: OptionValues, version: string, isTerminal: boolean): Settings {
  const complaints = contradictions(values);
  const gallery = gallerySettings(folder, values, complaints);
  if (complaints.length > 0 || !gallery) throw new BadOptions(complaints);
  return Object.freeze({
    version,
    gallery,
    listen: {
      host: values.host,
      port: values.port ?? usualPort,
      maySlide: values.port === null,
      basePath: values['base-path'].replace(/\/?$/, '/'),
      allowedHosts: values['allow-host'],
      listedOrigins: values['cors-origin'],
      isOpen: !isLoopback(values.host),
    },
    workers: { count: values.workers },
    thumbs: { size: values['thumb-size'], quality: values['thumb-quality'] },
    flush: { afterMs: values['flush-interval'] * 1000, items: values['flush-count'] },
    auth: authSettings(values),
    stream: {
      replayLimit: values['replay-limit'],
      heartbeatMs: values['stream-heartbeat'] * 1000,
      lifetimeMs: values['stream-lifetime'] * 1000,
    },
    presence: {
      viewTtlMs: values['presence-view-ttl'] * 1000,
      editTtlMs: values['presence-edit-ttl'] * 1000,
      pruneEveryMs: values['presence-prune-interval'] * 1000,
      hasLeases: values['presence-lifecycle-v2'],
    },
    watch: !values['no-watch'],
    // A person at a terminal is told what matters in words; a machine that collects logs wants all of them.
    logLevel: values['log-level'] === 'auto' ? (isTerminal ? 'warn' : 'info') : values['log-level'],
  });
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'));
}

function contradictions(values: OptionValues): string[] {
  const complaints: string[] = [];
  const hasDoor = values['token-file'] !== '' || values['auth-proxy-header'] !== '';
  if (!isLoopback(values.host) && !hasDoor && !values['insecure-open']) {
    complaints.push(
      `--host ${values.host} would let everyone on the network in. Give people tokens (--token-file), or have a proxy ` +
        'say who they are (--auth-proxy-header), or say --insecure-open if that is what you want.',
    );
  }
  if (hasDoor && values['insecure-open']) {
    complaints.push('--insecure-open lets everyone in; with --token-file or --auth-proxy-header, leave it out.');
  }
  complaints.push(...proxyContradictions(values));
  if (values['no-write'] && values['require-write'])
    complaints.push('--no-write and --require-write exclude each other.');
  if (values['no-write'] && values.workspace !== '') complaints.push('--no-write needs no --workspace: leave one out.');
  return complaints;
}

function authSettings(values: OptionValues): AuthSettings {
  const header = values['auth-proxy-header'].toLowerCase();
  return {
    tokenFile: values['token-file'] === '' ? null : resolve(expandHome(values['token-file'])),
    proxy: header === '' ? null : { header, from: values['auth-proxy-from'], role: values['auth-proxy-role'] },
  };
}

interface GalleryPlace {
  readonly location: SourceLocation;
  readonly label: string;
  /** Unless somebody says another. */
  readonly workspace: string;
}

function gallerySettings(source: string, values: OptionValues, complaints: string[]): GallerySettings | undefined {
  const place = placeOf(source, values, complaints);
  if (!place) return undefined;
  const { location, label } = place;
  const wanted = values.workspace === '' ? place.workspace : resolve(expandHome(values.workspace));
  if (!values['no-write'] && location.kind === 'local' && isSeenInside(location.root, wanted)) {
    complaints.push(
      `The workspace ${wanted} lies inside the gallery, and what is written there would be listed and described in turn: ` +
        'choose a folder outside of it, or one whose name begins with a dot.',
    );
    return undefined;
  }
  const refusal = values['no-write'] ? null : whyNotWritable(wanted);
  if (refusal !== null && values['require-write'])
    complaints.push(`Cannot write in ${wanted}: ${refusal}. Choose a place with --workspace.`);
  const workspace = !values['no-write'] && refusal === null ? wanted : null;
  const allowed = values['allow-pointer-root'].map((each) => realFolder(each, complaints) ?? '');
  const layout =
    values.layout === 'beside' && location.kind !== 'table'
      ? layoutBeside(location, workspace, whyNotWritable)
      : layoutApart(location, workspace);
  return {
    ...layout,
    pointers: { root: layout.location, allowed, s3: s3Access(values) },
    label,
    imageOrigins: location.kind === 's3' ? originsOf(location) : [],
    remote: remoteSettings(location, workspace, values, complaints),
    workspace,
    workspaceWanted: wanted,
    readOnlyReason: refusal === null ? null : `cannot write in ${wanted} (${refusal}); choose a place with --workspace`,
  };
}

/** A bucket, a table or a folder: what the address says. */
function placeOf(source: string, values: OptionValues, complaints: string[]): GalleryPlace | undefined {
  const file = resolve(expandHome(source));
  const format = isS3Address(source) ? undefined : tableFormat(file);
  if (format === undefined) {
    complaints.push(...tableContradictions(values));
    return isS3Address(source) ? bucketPlace(source, values, complaints) : folderPlace(source, values, complaints);
  }
  const baseDir = localLocation(
    values['base-dir'] === '' ? usualBaseDir(file) : values['base-dir'],
    values,
    complaints,
  );
  return baseDir && tablePlace(file, format, baseDir, values, complaints);
}

function bucketPlace(address: string, values: OptionValues, complaints: string[]): GalleryPlace | undefined {
  const location = s3Location(address, values, complaints);
  if (!location) return undefined;
  const label = `${location.bucket}/${location.prefix}`.replace(/\/$/, '');
  return { location, label, workspace: s3Workspace(location) };
}

function folderPlace(folder: string, values: OptionValues, complaints: string[]): GalleryPlace | undefined {
  const refusal = whyNoGallery(resolve(expandHome(folder)));
  if (refusal !== undefined) complaints.push(refusal);
  const location = refusal === undefined ? localLocation(folder, values, complaints) : undefined;
  if (!location) return undefined;
  const { root } = location;
  return { location, label: basename(root) || root, workspace: join(root, '.lenslet') };
}

function localLocation(folder: string, values: OptionValues, complaints: string[]): LocalLocation | undefined {
  const root = realFolder(folder, complaints);
  const followInto = values['follow-symlinks'].map((each) => realFolder(each, complaints) ?? '');
  return root === undefined ? undefined : { kind: 'local', root, rootInode: statSync(root).ino, followInto };
}

/** Where the images of a gallery lie, for commands that only look into it. */
export function locationOf(source: string, values: OptionValues): SourceLocation {
  const complaints: string[] = [];
  const place = placeOf(source, values, complaints);
  if (!place || complaints.length > 0) throw new BadOptions(complaints);
  return place.location;
}

/** Where the labels of a gallery lie, for commands that look after them and serve nothing. */
export function workspaceOf(folder: string | undefined, values: OptionValues): string {
  if (values.workspace !== '') return resolve(expandHome(values.workspace));
  if (folder === undefined)
    throw new BadOptions(['Which gallery? Name its folder, or its workspace with --workspace.']);
  const complaints: string[] = [];
  const place = placeOf(folder, values, complaints);
  if (!place || complaints.length > 0) throw new BadOptions(complaints);
  return place.workspace;
}

function realFolder(folder: string, complaints: string[]): string | undefined {
  const path = resolve(expandHome(folder));
  try {
    if (!statSync(path).isDirectory()) {
      complaints.push(`${path} is not a folder.`);
      return undefined;
    }
    accessSync(path, constants.R_OK | constants.X_OK);
    return realpathSync(path);
  } catch (error) {
    const isAbsent = (error as NodeJS.ErrnoException).code === 'ENOENT';
    complaints.push(isAbsent ? `There is no folder ${path}.` : `The folder ${path} cannot be read.`);
    return undefined;
  }
}

/** Hidden folders are never listed, so there we may write what we like; `..` leads out. */
function isSeenInside(root: string, workspace: string): boolean {
  const path = relative(root, join(realOrSame(dirname(workspace)), basename(workspace)));
  return !path.split(sep).some((segment) => segment.startsWith('.')) && !isAbsolute(path);
}

/** It need not be there yet. */
function realOrSame(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    return folder;
  }
}

export function expandHome(path: string): string {
  return path === '~' || path.startsWith('~/') ? join(homedir(), path.slice(1)) : path;
}
