import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { DomainEvents } from '../events/domain-events.ts';
import { On } from '../events/on.decorator.ts';
import type { LabelBook } from '../persistence/label-book.ts';
import type { LabelWriter } from '../persistence/label-writer.ts';
import { isWorthKeeping, type Label } from '../persistence/label.ts';
import { Breather } from '../shared/breather.ts';
import { childOf, type GalleryPath } from '../shared/gallery-path.ts';
import type { Complaints } from './complaints.ts';
import type { SidecarKeeper } from './sidecar-keeper.ts';
import type { SidecarDesk } from './sidecar-thread.ts';

/** Sidecars read with one message, and labels taken over in one gesture: a write that long holds up others for some 50 ms. */
const [readAtOnce, takenAtOnce] = [200, 2000];
/** Touched sidecars that are remembered; of the others the next write finds out. */
const touchedMax = 10_000;
const actor = 'sidecars';

/**
 * Takes over what lies beside images: labels of images that nobody has labelled here, and what other programs change
 * while the server runs.
 */
@Injectable()
export class SidecarFinder {
  /** By folder: names of images with sidecars, joined by NUL. */
  readonly #found = new Map<GalleryPath, string>();
  readonly #orphans = new Map<GalleryPath, string>();
  readonly #touched = new Set<GalleryPath>();
  #isLooking = false;
  #orphanRevision = 0;

  constructor(
    private readonly desk: SidecarDesk | null,
    private readonly keeper: SidecarKeeper | null,
    private readonly book: LabelBook,
    private readonly writer: LabelWriter,
    private readonly broken: Complaints,
  ) {
    if (keeper) keeper.merge = (labels) => this.takeOver(labels);
  }

  /** Sidecars whose images are not there, by folder. */
  get orphans(): ReadonlyMap<GalleryPath, string> {
    return this.#orphans;
  }

  get orphanRevision(): number {
    return this.#orphanRevision;
  }

  @On('sidecars-found')
  onSidecarsFound({ path, images, orphans }: DomainEvents['sidecars-found']): void {
    if (images !== '') this.#found.set(path, images);
    if ((this.#orphans.get(path) ?? '') !== orphans) this.#orphanRevision += 1;
    if (orphans === '') this.#orphans.delete(path);
    else this.#orphans.set(path, orphans);
  }

  /** Somebody did something to the sidecar of this image: mostly we ourselves. */
  noteTouched(path: GalleryPath): void {
    if (!this.keeper || this.keeper.isWritingNow || this.#touched.size >= touchedMax) return;
    this.#touched.add(path);
  }

  /** Called often. */
  async lookIfFound(): Promise<void> {
    const isIdle = this.#found.size === 0 && this.#touched.size === 0;
    if (!this.desk || this.#isLooking || isIdle || !this.book.isLoaded) return;
    this.#isLooking = true;
    const found = [...this.#found];
    try {
      await this.lookAt(this.desk, this.takeTouched(), false);
      await this.lookAt(this.desk, this.takeUnlabelled(), true);
    } catch (error) {
      // The storage is away: nobody would find them again before their folders are listed.
      for (const [path, names] of found) if (!this.#found.has(path)) this.#found.set(path, names);
      throw error;
    } finally {
      this.#isLooking = false;
    }
  }

  private async lookAt(desk: SidecarDesk, paths: Iterable<GalleryPath>, isNew: boolean): Promise<void> {
    const breather = new Breather();
    const found: Label[] = [];
    let asked: GalleryPath[] = [];
    const read = async (): Promise<void> => {
      for (let at = 0; at < asked.length;) {
        const met = await desk.read(asked.slice(at));
        for (const path of asked.slice(at, at + met.done)) this.broken.remove(path);
        for (const { path, why } of met.broken) this.broken.add(path, why);
        // What we wrote ourselves says an older state of a label that there is, and is news of one that is not.
        found.push(...met.labels.filter((label) => (isNew || !label.isOurs) && isWorthKeeping(label)));
        at += met.done;
        if (found.length >= takenAtOnce) await this.takeOver(found.splice(0));
      }
      asked = [];
    };
    for (const path of paths) {
      asked.push(path);
      if (asked.length === readAtOnce) await read();
      if (breather.isDue()) await breather.breathe();
    }
    await read();
    if (found.length > 0) await this.takeOver(found);
  }

  private takeTouched(): GalleryPath[] {
    const paths = [...this.#touched];
    this.#touched.clear();
    return paths;
  }

  /** Of the images that were found to have a sidecar, those without a label here; a broken sidecar is read again when it was touched. */
  private *takeUnlabelled(): Generator<GalleryPath> {
    for (const [folder, names] of this.#found) {
      this.#found.delete(folder);
      for (const name of names.split('\0')) {
        const path = childOf(folder, name);
        if (this.book.table.find(path) === 0 && !this.broken.has(path)) yield path;
      }
    }
  }

  /** One gesture. Those that are written already as they are here are taken for our own from then on. */
  private async takeOver(found: readonly Label[]): Promise<void> {
    const labels = found.map(({ path, version, star, tags, notes, metrics, updatedAt, updatedBy }) => ({
      ...{ path, version, star, tags, notes, metrics, updatedAt, updatedBy },
    }));
    const key = randomBytes(15).toString('base64url');
    const asked = { principal: actor, actor, clientId: null, client: '', key, ifMatch: undefined, fingerprint: key };
    await this.writer.write(asked, { kind: 'merge', labels });
    this.keeper?.noteMerged(labels);
  }
}
