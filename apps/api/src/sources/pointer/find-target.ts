import { lstatSync, realpathSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { isWithin } from '../../shared/gallery-path.ts';
import { fileSystemPath } from '../local/local-path.ts';
import { folderPrefix } from '../s3/s3-keys.ts';
import type { LocalLocation, S3Location, SourceLocation, SourcePlace } from '../source-location.ts';
import type { Extent } from './circle.ts';
import type { PointerTarget, Unusable } from './parse-pointer.ts';

/** What pointers may lead to, and what they do not say themselves. */
export interface PointerRules {
  /** Of the gallery. */
  readonly root: SourceLocation;
  /** Real paths of folders outside of it that pointers may lead into. */
  readonly allowed: readonly string[];
  /** How buckets are reached; they are in this region unless the pointer names one. */
  readonly s3: Pick<S3Location, 'region' | 'endpoint' | 'isPathStyle' | 'sweepMs'>;
}

/** A location of its own for what a pointer leads to: nothing beyond it can be reached through it. */
export function findTarget(target: PointerTarget, rules: PointerRules): SourceLocation | Unusable {
  if (target.type === 'local') return findFolder(target.path, rules);
  const { bucket, prefix, region } = target;
  // Browsers are told at the start which stores the page may show images from: these come through the server.
  return { kind: 's3', bucket, prefix, ...rules.s3, region: region ?? rules.s3.region, isRedirecting: false };
}

function findFolder(path: string, { root, allowed }: PointerRules): LocalLocation | Unusable {
  if (!isAbsolute(path) && root.kind !== 'local')
    return { why: 'the path of its target is relative to the gallery, which is no folder' };
  // What counts is where it leads, not how it is written.
  const places = root.kind === 'local' ? [root.root, ...allowed] : allowed;
  const meant = root.kind === 'local' && !isAbsolute(path) ? join(root.root, path) : join(path);
  try {
    const real = realpathSync.native(meant);
    const holding = places.filter((each) => isWithin(real, each));
    // Nothing is told of what lies where pointers may not lead.
    if (holding.length === 0) return { why: notAllowed };
    const stats = statSync(real);
    if (!stats.isDirectory()) return { why: 'its target is not a folder' };
    if (holding.every((place) => isHiddenBelow(place, real)))
      return { why: 'its target is hidden, by a name that begins with a dot' };
    const isOurs = root.kind === 'local' && isWithin(real, root.root) && root.holdsOurFiles === true;
    return {
      kind: 'local',
      root: real,
      rootInode: stats.ino,
      followInto: root.kind === 'local' ? root.followInto : [],
      ...(isOurs ? { holdsOurFiles: true } : {}),
    };
  } catch {
    return { why: mayLie(meant, places) ? 'its target is not there' : notAllowed };
  }
}

const notAllowed = 'its target lies outside of the gallery, where --allow-pointer-root does not let it lead';

/** Of what is not there: the nearest folder above it that is there lies where pointers may lead. */
function mayLie(path: string, places: readonly string[]): boolean {
  try {
    // A link that leads nowhere says nothing either of what is where it leads.
    if (lstatSync(path, { throwIfNoEntry: false })) return isAmong(realpathSync.native(path), places);
  } catch {
    return false;
  }
  return path !== dirname(path) && mayLie(dirname(path), places);
}

function isAmong(real: string, places: readonly string[]): boolean {
  return places.some((each) => isWithin(real, each));
}

function isHiddenBelow(place: string, real: string): boolean {
  return real.slice(place === '/' ? 0 : place.length).includes('/.');
}

/** Where this folder really is, whatever links lead there; undefined when it is not there any more. */
export function extentOf({ location, path }: SourcePlace): Extent | undefined {
  if (location.kind === 's3') {
    const prefix = folderPrefix(location, path) ?? location.prefix;
    return { store: `${location.endpoint ?? ''} ${location.bucket}`, path: `/${prefix}`.replace(/\/$/, '') || '/' };
  }
  // No folder of a table is one on a disk, and no pointer is in it.
  if (location.kind === 'table') return undefined;
  try {
    return { store: 'disk', path: realpathSync.native(fileSystemPath(location, path)) };
  } catch {
    return undefined;
  }
}

/** The same folder, although another disk may lie there now. */
export function isSameButInode(a: SourceLocation, b: SourceLocation): boolean {
  const bare = (location: SourceLocation): string =>
    JSON.stringify(location.kind === 'local' ? { ...location, rootInode: 0 } : location);
  return bare(a) === bare(b);
}
