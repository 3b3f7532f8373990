import { Injectable } from '@nestjs/common';
import { Catalogue } from '../catalogue/catalogue.ts';
import { itemFlags } from '../catalogue/item-flags.ts';
import type { DomainEvents } from '../events/domain-events.ts';
import { On } from '../events/on.decorator.ts';
import { ThumbMaker } from './thumb-maker.ts';

/** Thumbs being made ahead at a time; the pool puts them behind everything that someone waits for. */
const atOnce = 4;
/** More than this is not remembered: what is not made ahead is made when it is asked for. */
const remembered = 5000;

/** Makes thumbs before they are asked for: of the images someone is looking at, and of files that have just arrived. */
@Injectable()
export class ThumbForerunner {
  readonly #waiting = new Set<number>();
  #running = 0;

  constructor(
    private readonly catalogue: Catalogue,
    private readonly thumbs: ThumbMaker,
  ) {}

  @On('items-shown')
  onItemsShown({ rows }: DomainEvents['items-shown']): void {
    this.add(rows);
  }

  @On('folder-changed')
  onFolderChanged({ added, changed, isFirst }: DomainEvents['folder-changed']): void {
    // What the first listing finds has been there all along, and may be a million images.
    if (!isFirst) this.add([...added, ...changed]);
  }

  isIdle(): boolean {
    return this.#running === 0 && this.#waiting.size === 0;
  }

  private add(rows: readonly number[]): void {
    for (const row of rows) {
      if (this.#waiting.size >= remembered) break;
      const isWanted = !this.catalogue.has(row, itemFlags.hasThumb | itemFlags.gone);
      // Another server is asked for what somebody asks for, and no more.
      if (isWanted && !this.catalogue.isRemote(row)) this.#waiting.add(row);
    }
    this.proceed();
  }

  private proceed(): void {
    for (const row of this.#waiting) {
      if (this.#running >= atOnce) return;
      this.#waiting.delete(row);
      this.#running += 1;
      void this.thumbs.prepare(row, 'ahead').finally(() => {
        this.#running -= 1;
        this.proceed();
      });
    }
  }
}
