import { Breather } from '../shared/breather.ts';
import type { Clock } from '../shared/clock.ts';
import { manifestItem, type ManifestContent, type ManifestItem } from './manifest.ts';
import type { Catalogue, Row } from './catalogue.ts';
import type { FolderNode } from './folder-node.ts';
import type { KnownHashes } from './known-hashes.ts';
import type { Places } from './places.ts';
import type { Scanner } from './scanner.ts';
import { kindOf } from './folder-kind.ts';

/** A folder that is still being described is written when it has been quiet for so long. */
const quietMs = 1500;

/** Keeps the manifest files of changed folders up to date, a while after they changed. */
export class ManifestKeeper {
  readonly #dirty = new Map<FolderNode, number>();

  constructor(
    private readonly catalogue: Catalogue,
    private readonly scanner: Scanner,
    private readonly clock: Clock,
    private readonly isWritable: boolean,
    private readonly hashes: Pick<KnownHashes, 'of'>,
    private readonly places: Pick<Places, 'isBehindPointer'>,
  ) {}

  mark(folder: FolderNode): void {
    if (this.isWritable) this.#dirty.set(folder, this.clock.monotonic());
  }

  isIdle(): boolean {
    return this.#dirty.size === 0;
  }

  /** Writes what has been quiet for a while. */
  flush(): Promise<void> {
    return this.write(quietMs, Infinity);
  }

  /** At the end of the process: everything, or as much as there is time for. The rest is found out again. */
  flushAll(milliseconds = Infinity): Promise<void> {
    return this.write(0, this.clock.monotonic() + milliseconds);
  }

  private async write(quiet: number, deadline: number): Promise<void> {
    const now = this.clock.monotonic();
    const breather = new Breather();
    const failures: unknown[] = [];
    for (const [folder, markedAt] of this.#dirty) {
      if (this.clock.monotonic() >= deadline) break;
      if (now - markedAt < quiet) continue;
      this.#dirty.delete(folder);
      if (folder.state !== 'listed') continue;
      try {
        const content = await this.contentOf(folder, breather);
        await this.scanner.writeManifest(folder.path, this.places.isBehindPointer(folder.path), content);
      } catch (error) {
        // A full disk, or a path too long for it. The others may be luckier; this one is written when it changes again.
        failures.push(error);
      }
    }
    if (failures.length > 0)
      throw new AggregateError(failures, `${String(failures.length)} manifests: ${String(failures[0])}`);
  }

  private async contentOf(folder: FolderNode, breather: Breather): Promise<ManifestContent> {
    // Before the first breath: the folder may be listed again meanwhile, and what is written must not look newer than it is.
    const frame = {
      generatedAt: new Date(folder.listedAt).toISOString(),
      folderMtime: folder.mark,
      rootInode: folder.rootInode,
      ...pointerOf(folder),
      dirs: folder.dirs.map((dir) => ({ name: dir.name, kind: kindOf(dir) })),
    };
    const rows = folder.rows;
    const hashes = await this.hashes.of(rows);
    const items = [];
    for (const row of rows) {
      items.push(withHash(manifestItem(this.listedFile(row)), hashes.get(row)));
      if (breather.isDue()) await breather.breathe();
    }
    return { ...frame, items };
  }

  private listedFile(row: Row): Parameters<typeof manifestItem>[0] {
    const { columns } = this.catalogue;
    return {
      key: this.catalogue.nameOf(row),
      type: columns.type[row] ?? 0,
      size: columns.size[row] ?? 0,
      mtime: columns.mtime[row] ?? 0,
      inode: columns.inode[row] ?? 0,
      header: {
        width: columns.width[row] ?? 0,
        height: columns.height[row] ?? 0,
        taken: columns.taken[row] ?? NaN,
        flags: columns.flags[row] ?? 0,
      },
    };
  }
}

/** Of one that leads on through other pointers nothing is kept that a start could trust. */
function pointerOf({ pointer }: FolderNode): Pick<ManifestContent, 'pointer'> {
  if (!pointer) return {};
  const { text, mark, files } = pointer;
  return { pointer: { text: text === null || files.length > 1 ? '' : text, mark } };
}

function withHash(item: ManifestItem, hash: string | undefined): ManifestItem {
  return hash === undefined ? item : { ...item, hash };
}
