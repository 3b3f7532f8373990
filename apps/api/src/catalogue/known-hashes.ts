import { toldHash } from '../persistence/content.ts';
import type { LabelStore } from '../persistence/label-store.ts';
import type { Catalogue, Row } from './catalogue.ts';

/** What the store knows of the contents of files that are as they were when they were read. */
export class KnownHashes {
  /** Who only lists a gallery has no store. */
  constructor(
    private readonly catalogue: Catalogue,
    private readonly store: Pick<LabelStore, 'contentsOf'> | undefined,
  ) {}

  /** As they are told to others. Most files have none: only labelled ones are read. */
  async of(rows: Iterable<Row>): Promise<ReadonlyMap<Row, string>> {
    const paths = new Map<string, Row>();
    for (const row of rows) if (this.catalogue.contentOf(row) === 'known') paths.set(this.catalogue.pathOf(row), row);
    const hashes = new Map<Row, string>();
    if (!this.store || paths.size === 0) return hashes;
    for (const { path, hash } of await this.store.contentsOf([...paths.keys()])) {
      const row = paths.get(path);
      if (row !== undefined && this.catalogue.contentOf(row) === 'known') hashes.set(row, toldHash(hash));
    }
    return hashes;
  }
}
