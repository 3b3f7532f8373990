import { computed, signal } from '@angular/core';
import type { FolderEntry } from '#contracts';
import { isCalledOff } from '../api/failure.ts';
import type { GalleryApi } from '../api/gallery-api.ts';
import { join, lineageOf, nameOf, parentOf } from './place.ts';

/** One line of the tree as it is drawn. */
export interface TreeRow {
  readonly path: string;
  readonly name: string;
  /** 0 is the gallery itself. */
  readonly depth: number;
  /** Images in it and below; null for the gallery, whose number comes from elsewhere. */
  readonly total: number | null;
  /** It stands for a folder elsewhere. */
  readonly isPointer: boolean;
  /** Why it leads nowhere, in words. */
  readonly problem: string | null;
  readonly canExpand: boolean;
  readonly isExpanded: boolean;
  readonly isLoading: boolean;
  /** Its place among its siblings, and how many these are. */
  readonly position: number;
  readonly siblings: number;
}

interface Branch {
  entries: readonly FolderEntry[] | null;
  isLoading: boolean;
}

/** The folders of the gallery, read as they are opened. Flat rows come out; a change of one folder makes them anew. */
export class FolderTree {
  /** The folders whose rows are in sight: only these are worth reading again. Set by whoever draws. */
  visible: () => readonly string[] = () => ['/'];

  private readonly branches = new Map<string, Branch>();
  private readonly expanded = new Set<string>(['/']);
  private readonly changes = signal(0);

  readonly rows = computed<readonly TreeRow[]>(() => {
    this.changes();
    const rows: TreeRow[] = [this.rootRow()];
    if (this.expanded.has('/')) this.collect('/', 1, rows);
    return rows;
  });

  constructor(private readonly api: Pick<GalleryApi, 'folders'>) {}

  async expand(path: string): Promise<void> {
    this.expanded.add(path);
    this.bump();
    await this.read(path);
  }

  collapse(path: string): void {
    this.expanded.delete(path);
    this.bump();
  }

  toggle(path: string): Promise<void> {
    if (!this.expanded.has(path)) return this.expand(path);
    this.collapse(path);
    return Promise.resolve();
  }

  /** Opens all folders above this one, so that it has a row. */
  async reveal(path: string): Promise<void> {
    for (const folder of lineageOf(parentOf(path))) {
      this.expanded.add(folder);
      if ((this.branches.get(folder)?.entries ?? null) === null) await this.read(folder);
    }
    this.bump();
  }

  /** Reads again the open folders whose rows are in sight. */
  async refresh(): Promise<void> {
    const open = new Set<string>(['/']);
    for (const path of this.visible()) {
      if (this.expanded.has(path)) open.add(path);
      if (path !== '/') open.add(parentOf(path));
    }
    for (const path of open) await this.read(path);
  }

  /** What a folder is called: by its label, as far as it is known. Reads signals. */
  nameOf(path: string): string {
    this.changes();
    const name = nameOf(path);
    return this.branches.get(parentOf(path))?.entries?.find((entry) => entry.name === name)?.label ?? name;
  }

  private async read(path: string): Promise<void> {
    const branch = this.branches.get(path) ?? { entries: null, isLoading: false };
    this.branches.set(path, branch);
    if (branch.isLoading) return;
    branch.isLoading = true;
    if (branch.entries === null) this.bump();
    try {
      const { dirs } = await this.api.folders(path);
      const isNews = branch.entries === null || !sameEntries(branch.entries, dirs);
      branch.entries = dirs;
      branch.isLoading = false;
      if (isNews) this.bump();
    } catch (error) {
      branch.isLoading = false;
      if (branch.entries === null) {
        this.expanded.delete(path);
        this.branches.delete(path);
        this.bump();
      }
      if (!isCalledOff(error)) throw error;
    }
  }

  private collect(path: string, depth: number, rows: TreeRow[]): void {
    const entries = this.branches.get(path)?.entries ?? [];
    entries.forEach((entry, place) => {
      const child = join(path, entry.name);
      const isExpanded = entry.hasDirs && this.expanded.has(child);
      rows.push({
        path: child,
        name: entry.label ?? entry.name,
        depth,
        total: entry.totalItems,
        isPointer: entry.kind === 'leaf-pointer',
        problem: entry.problem?.message ?? null,
        canExpand: entry.hasDirs,
        isExpanded,
        isLoading: isExpanded && this.isWaiting(child),
        position: place + 1,
        siblings: entries.length,
      });
      if (isExpanded) this.collect(child, depth + 1, rows);
    });
  }

  private rootRow(): TreeRow {
    return {
      path: '/',
      name: '',
      depth: 0,
      total: null,
      isPointer: false,
      problem: null,
      canExpand: true,
      isExpanded: this.expanded.has('/'),
      isLoading: this.isWaiting('/'),
      position: 1,
      siblings: 1,
    };
  }

  private isWaiting(path: string): boolean {
    const branch = this.branches.get(path);
    return branch?.isLoading === true && branch.entries === null;
  }

  private bump(): void {
    this.changes.update((n) => n + 1);
  }
}

function sameEntries(a: readonly FolderEntry[], b: readonly FolderEntry[]): boolean {
  if (a.length !== b.length) return false;
  return a.every((entry, place) => {
    const other = b[place];
    return (
      other !== undefined &&
      entry.name === other.name &&
      entry.kind === other.kind &&
      entry.label === other.label &&
      entry.problem?.message === other.problem?.message &&
      entry.totalItems === other.totalItems &&
      entry.hasDirs === other.hasDirs
    );
  });
}
