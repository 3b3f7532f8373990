/** The thread of the sidecars: each is read, compared and written here, and nobody waits for its disk but the next of them. */
import { workerData } from 'node:worker_threads';
import { flatFilesFor } from '../flat-files/flat-files-for.ts';
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
const ofTheDisk = ['ENOSPC', 'EDQUOT', 'EIO', 'EMFILE', 'ENFILE', 'ENODEV', 'ESTALE'];

type Gathering = { -readonly [Name in keyof Met]: Met[Name] extends readonly (infer Each)[] ? Each[] : Met[Name] };

answerRequests((request: SidecarRequest) =>
  request.kind === 'read' ? read(request.paths) : write(request.labels, request.now),
);

async function read(paths: readonly GalleryPath[]): Promise<Met> {
  const met: Gathering = { done: 0, labels: [], broken: [], refused: [] };
  let characters = 0;
  for (const path of paths) {
    const found = await look(path);
    if (found.kind === 'broken') met.broken.push({ path, why: found.why });
    else if (found.kind === 'good') met.labels.push({ ...found.label, isOurs: found.isOurs });
    met.done += 1;
    if (found.kind === 'good') characters += found.label.notes.length + found.label.tags.join().length;
    if (characters > charactersMax) break;
  }
  return met;
}

async function write(labels: readonly LabelToWrite[], now: number): Promise<Met> {
  const met: Gathering = { done: 0, labels: [], broken: [], refused: [] };
  for (const { label, exif, merged } of labels) {
    const { path } = label;
    try {
      const settled = settleSidecar(label, await look(path), { storeId, exif, now, merged });
      if (settled.kind === 'broken') met.broken.push({ path, why: settled.why });
      else if (settled.kind === 'merge') met.labels.push({ ...settled.label, isOurs: false });
      else if (settled.kind === 'write') await files.write({ kind: 'sidecar', path }, settled.text, 'durable');
    } catch (error) {
      const { code = '', message } = error as NodeJS.ErrnoException;
      if (ofTheDisk.includes(code)) return { ...met, stoppedBy: code };
      met.refused.push({ path, why: code === '' ? message : code });
    }
    met.done += 1;
  }
  return met;
}

async function look(path: GalleryPath): Promise<FoundSidecar> {
  try {
    return readSidecar(await files.read({ kind: 'sidecar', path }), path, storeId);
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    // Another time it may be read: nothing is said of the file.
    if (ofTheDisk.includes(code)) throw error;
    return { kind: 'broken', why: code === '' ? message : `it cannot be read (${code})` };
  }
}
