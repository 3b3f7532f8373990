import { rootPath } from '../shared/gallery-path.ts';
import type { Announcer } from '../events/announcer.ts';
import type { Indexer } from './indexer.ts';

/** Tells how far the listing of folders has come: of the gallery, and of each part that somebody had listed again. */
export class IndexNews {
  #told = '';

  constructor(
    private readonly indexer: Indexer,
    private readonly announcer: Announcer,
  ) {}

  /** Has to be called every second; says nothing while nothing changes. */
  tell(): void {
    this.tellOfGallery();
    for (const progress of this.indexer.refreshes.take()) this.announcer.announce('index-progress', progress);
  }

  private tellOfGallery(): void {
    const { state, done, total } = this.indexer.status();
    // A gallery that is ready goes on changing with its files: that is no progress of anything.
    const now = state === 'running' ? `${state} ${String(done)} ${String(total)}` : state;
    // What was done before anyone could be told of it is no news.
    const isNews = now !== this.#told && (this.#told !== '' || state !== 'ready');
    this.#told = now;
    if (isNews) this.announcer.announce('index-progress', { scope: rootPath, done, total, state });
  }
}
