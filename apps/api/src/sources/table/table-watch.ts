import { watch, type FSWatcher } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { StopWatching, WatchNews } from '../image-source.ts';

/**
 * Has the operating system tell of changes of one file, for any number that want to hear of them. Its folder is watched, since a file that is
 * replaced is another one from then on.
 */
export class TableWatch {
  readonly #hearers = new Set<WatchNews>();
  #watcher: FSWatcher | undefined;

  add(file: string, changed: WatchNews): StopWatching {
    this.#watcher ??= this.begin(file);
    const hearer: WatchNews = () => {
      changed();
    };
    this.#hearers.add(hearer);
    return () => {
      this.#hearers.delete(hearer);
      if (this.#hearers.size > 0) return;
      this.#watcher?.close();
      this.#watcher = undefined;
    };
  }

  private begin(file: string): FSWatcher {
    const name = basename(file);
    const watcher = watch(dirname(file), { persistent: false }, (_, touched) => {
      if (touched === name || touched === null) this.tell();
    });
    watcher.on('error', () => {
      this.tell();
    });
    return watcher;
  }

  private tell(): void {
    for (const hearer of [...this.#hearers]) hearer();
  }
}
