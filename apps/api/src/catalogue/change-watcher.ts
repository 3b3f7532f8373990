import { relative, sep } from 'node:path';
import { Buffer } from 'node:buffer';
import type { AsyncSubscription, Event } from '@parcel/watcher';
import type { Clock } from '../shared/clock.ts';
import { hasEscapes, keyFromName } from '../shared/file-name-key.ts';
import { isHidden, parentOf, type GalleryPath } from '../shared/gallery-path.ts';
import type { Log } from '../shared/log.ts';
import type { SourceLocation } from '../sources/source-location.ts';
import type { Catalogue } from './catalogue.ts';
import type { Indexer } from './indexer.ts';

/** Changes come in bursts; a folder is listed once for all that happened in it in so much time. */
const gatherMs = 150;

/** Hears from the operating system which folders changed, and has them listed again. */
export class ChangeWatcher {
  #subscription: AsyncSubscription | undefined;
  readonly #changed = new Set<GalleryPath>();
  #isGathering = false;

  constructor(
    private readonly location: SourceLocation,
    private readonly catalogue: Catalogue,
    private readonly indexer: Indexer,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /** False also where links lead out of the gallery: nobody watches there. */
  get seesEverything(): boolean {
    return this.#subscription !== undefined && this.location.followInto.length === 0;
  }

  async start(): Promise<void> {
    try {
      // Loaded here: a platform without the native part still gets a gallery, which looks for changes by itself.
      const watcher = await import('@parcel/watcher');
      const take = (error: Error | null, events: Event[]): void => {
        this.take(error, events);
      };
      this.#subscription = await watcher.subscribe(this.location.root, take, { ignore: ['**/.*', '**/.*/**'] });
    } catch (error) {
      this.log.warn({ reason: String(error) }, 'cannot watch the gallery; looking for changes from time to time');
    }
  }

  /** Where it was watching before, and does not hear anything any more. */
  async restart(): Promise<void> {
    if (!this.#subscription) return;
    await this.stop();
    await this.start();
  }

  async stop(): Promise<void> {
    const subscription = this.#subscription;
    this.#subscription = undefined;
    await subscription?.unsubscribe();
  }

  private take(error: Error | null, events: readonly Event[]): void {
    if (error) {
      // Events were lost: what changed is unknown, so everything is looked at.
      void this.indexer.refresh('/').catch(this.complain);
      return;
    }
    for (const { path } of events) {
      const folder = this.nearestKnown(this.galleryPath(path));
      if (folder !== undefined) this.#changed.add(folder);
      if (path.includes('\ufffd')) for (const each of this.undecodable()) this.#changed.add(each);
    }
    if (this.#isGathering || this.#changed.size === 0) return;
    this.#isGathering = true;
    this.clock.after(gatherMs, () => {
      void this.listChanged();
    });
  }

  private async listChanged(): Promise<void> {
    this.#isGathering = false;
    const paths = [...this.#changed];
    this.#changed.clear();
    for (const path of paths) await this.indexer.relist(path).catch(this.complain);
  }

  /** The folder in which something happened, or the nearest one above it that is known. */
  private nearestKnown(path: GalleryPath): GalleryPath | undefined {
    if (isHidden(path)) return undefined;
    let folder = parentOf(path);
    while (!this.catalogue.folder(folder)) folder = parentOf(folder);
    return this.catalogue.folder(folder)?.state === 'unlisted' ? undefined : folder;
  }

  /** The watcher tells names as text: of one that is not UTF-8 it only tells that it is one of those. */
  private undecodable(): GalleryPath[] {
    return [...this.catalogue.root.downwards()].map(({ path }) => path).filter(hasEscapes);
  }

  private galleryPath(path: string): GalleryPath {
    const segments = relative(this.location.root, path).split(sep);
    return '/' + segments.map((segment) => keyFromName(Buffer.from(segment))).join('/');
  }

  private readonly complain = (error: unknown): void => {
    // A folder that vanished while it was being listed has already been taken out of the catalogue.
    this.log.debug({ reason: String(error) }, 'a changed folder could not be listed');
  };
}
