/** The thread of the sidecars: each is read, compared and written here, and nobody waits for its disk but the next of them. */
import { workerData } from 'node:worker_threads';
import { flatFilesFor } from '../flat-files/flat-files-for.ts';
import { ChangedMeanwhile, type SeenFile } from '../flat-files/flat-files.ts';
import type { Label } from '../persistence/label.ts';
import type { GalleryPath } from '../shared/gallery-path.ts';
import { answerRequests } from '../shared/resting-thread.ts';
import { readSidecar, type FoundSidecar } from './sidecar-file.ts';
import { settleSidecar } from './settle-sidecar.ts';
import type { LabelToWrite, Met, SidecarRequest, SidecarSetup } from './sidecar-protocol.ts';

const { place, storeId } = workerData as SidecarSetup;
const files = flatFilesFor(place, { isAlone: true });

/** Texts in one answer: the main thread holds them all at once. */
const charactersMax = 1024 * 1024;
/** What ends by itself, or with an operator's help, and then for all of them. */
const ofThePlace = ['ENOSPC', 'EDQUOT', 'EIO', 'EMFILE', 'ENFILE', 'ENODEV', 'ESTALE', 'PLACE_AWAY'];
/** A store far away answers several while it would answer one; a disk does not. */
const atOnce = place.kind === 'beside' && place.location.kind === 's3' ? 16 : 1;
/** Each time one of those who write at the same moment is through. */
const turnsMax = 10;

type Gathering = { -readonly [Name in keyof Met]: Met[Name] extends readonly (infer Each)[] ? Each[] : Met[Name] };

answerRequests((request: SidecarRequest) =>
  request.kind === 'read' ? read(request.paths) : write(request.labels, request.now),
);

async function read(paths: readonly GalleryPath[]): Promise<Met> {
  const met: Gathering = { done: 0, labels: [], broken: [], refused: [] };
  let characters = 0;
  for (let at = 0; at < paths.length && characters <= charactersMax; at += atOnce) {
    const some = await Promise.all(paths.slice(at, at + atOnce).map(async (path) => ({ path, ...(await look(path)) })));
    for (const { path, found } of some) {
      if (found.kind === 'broken') met.broken.push({ path, why: found.why });
      else if (found.kind === 'good') {
        met.labels.push({ ...found.label, isOurs: found.isOurs });
        characters += found.label.notes.length + found.label.tags.join().length;
      }
      met.done += 1;
    }
  }
  return met;
}

async function write(labels: readonly LabelToWrite[], now: number): Promise<Met> {
  const met: Gathering = { done: 0, labels: [], broken: [], refused: [] };
  for (let at = 0; at < labels.length; at += atOnce) {
    const some = labels.slice(at, at + atOnce).map(async (each) => ({ ...each, end: await settle(each, now) }));
    for (const { label, end } of await Promise.all(some)) {
      const { path } = label;
      // Some that come after it are written already: the next time nothing is left to do about these.
      if (end.kind === 'stopped') return { ...met, stoppedBy: end.by };
      if (end.kind === 'broken') met.broken.push({ path, why: end.why });
      else if (end.kind === 'refused') met.refused.push({ path, why: end.why });
      else if (end.kind === 'merge') met.labels.push({ ...end.label, isOurs: false });
      met.done += 1;
    }
  }
  return met;
}

type End =
  | { readonly kind: 'done' }
  | { readonly kind: 'broken' | 'refused'; readonly why: string }
  | { readonly kind: 'merge'; readonly label: Label }
  | { readonly kind: 'stopped'; readonly by: string };

async function settle({ label, ...circumstances }: LabelToWrite, now: number): Promise<End> {
  for (let turn = 1; ; turn += 1) {
    try {
      const { found, seen } = await look(label.path);
      const settled = settleSidecar(label, found, { storeId, now, ...circumstances });
      if (settled.kind === 'broken' || settled.kind === 'merge') return settled;
      if (settled.kind === 'write') await seen?.replace(settled.text);
      if (settled.kind === 'remove') await files.remove({ kind: 'sidecar', path: label.path });
      return { kind: 'done' };
    } catch (error) {
      // What they wrote may have to be merged: that is seen when it is read again.
      if (error instanceof ChangedMeanwhile && turn < turnsMax) continue;
      const { code = '', message } = error as NodeJS.ErrnoException;
      if (ofThePlace.includes(code)) return { kind: 'stopped', by: code };
      return { kind: 'refused', why: code === '' ? message : code };
    }
  }
}

async function look(path: GalleryPath): Promise<{ found: FoundSidecar; seen?: SeenFile }> {
  try {
    const seen = await files.look({ kind: 'sidecar', path });
    return { found: readSidecar(seen.bytes, path, storeId), seen };
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    // Another time it may be read: nothing is said of the file.
    if (ofThePlace.includes(code)) throw error;
    return { found: { kind: 'broken', why: code === '' ? message : `it cannot be read (${code})` } };
  }
}
