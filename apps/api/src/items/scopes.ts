import type { ResultScope, Scope } from '#contracts';
import type { Browser } from '../browse/browser.ts';
import type { Catalogue, Row } from '../catalogue/catalogue.ts';
import type { Indexer } from '../catalogue/indexer.ts';
import { isThere } from '../catalogue/is-there.ts';
import { itemFlags } from '../catalogue/item-flags.ts';
import { Breather } from '../shared/breather.ts';
import { refused } from '../shared/body-fields.ts';
import type { GalleryPath } from '../shared/gallery-path.ts';

/** The items that a scope names, by path, and how many it named that are not there. */
export interface ItemsInScope {
  readonly paths: readonly GalleryPath[];
  readonly missing: number;
}

const looksBetween = 256;

/** Finds out which items are meant. Half a million of them are looked up without anyone having to wait. */
export class Scopes {
  constructor(
    private readonly catalogue: Catalogue,
    private readonly indexer: Indexer,
    private readonly browser: Browser,
  ) {}

  async itemsIn(scope: Scope): Promise<ItemsInScope> {
    if ('paths' in scope) return this.existing(scope.paths);
    if ('query' in scope) return this.pathsOf(await this.browser.rowsMatching(scope.query));
    return this.pathsOf(this.rowsInResult(scope));
  }

  /** Of these, the ones that are in the gallery. */
  async existing(paths: readonly GalleryPath[]): Promise<ItemsInScope> {
    const breather = new Breather();
    const listed = new Set<GalleryPath>();
    const found: GalleryPath[] = [];
    for (const [at, path] of paths.entries()) {
      if (await isThere(this.catalogue, this.indexer, path, listed)) found.push(path);
      if (at % looksBetween === 0 && breather.isDue()) await breather.breathe();
    }
    return { paths: found, missing: paths.length - found.length };
  }

  private async pathsOf(rows: Uint32Array): Promise<ItemsInScope> {
    const breather = new Breather();
    const paths: GalleryPath[] = [];
    for (const [at, row] of rows.entries()) {
      if (!this.catalogue.has(row, itemFlags.gone)) paths.push(this.catalogue.pathOf(row));
      if (at % looksBetween === 0 && breather.isDue()) await breather.breathe();
    }
    return { paths, missing: rows.length - paths.length };
  }

  private rowsInResult({ result, ranges, except = [] }: ResultScope): Uint32Array {
    const { rows } = this.browser.result(result);
    // Where ranges begin and end: filling in each of a hundred thousand overlapping ones would take seconds.
    const steps = new Int32Array(rows.length + 1);
    for (const [from, to] of ranges) {
      if (to > rows.length) throw refused('scope.ranges', `must end at ${String(rows.length)} at most`);
      steps[from] = (steps[from] ?? 0) + 1;
      steps[to] = (steps[to] ?? 0) - 1;
    }
    const excepted = new Set(except.map((path) => this.catalogue.find(path)));
    let open = 0;
    return rows.filter((row: Row, at) => (open += steps[at] ?? 0) > 0 && !excepted.has(row));
  }
}
