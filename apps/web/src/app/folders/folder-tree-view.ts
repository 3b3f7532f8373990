import {
  ChangeDetectionStrategy,
  Component,
  DestroyRef,
  afterNextRender,
  computed,
  effect,
  inject,
  input,
  output,
  signal,
  untracked,
  viewChild,
  type ElementRef,
} from '@angular/core';
import type { ScopeCounts } from '#contracts';
import { FolderTree, type TreeRow } from '../state/folder-tree.ts';
import { Icon, type IconName } from '../ui/icon.ts';
import { count, countOf, shortCount } from '../state/quantities.ts';
import { visibleText } from '../ui/visible-text.ts';
import { TreeKeys } from './tree-keys.ts';

const AHEAD_ROWS = 12;

/** The folders as a tree, of which only the rows in sight are in the page. */
@Component({
  selector: 'll-folder-tree',
  imports: [Icon],
  templateUrl: './folder-tree-view.html',
  styleUrl: './folder-tree-view.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class FolderTreeView {
  readonly selected = input.required<string>();
  /** What the gallery itself is called, and how many images it holds. */
  readonly rootName = input.required<string>();
  readonly rootTotal = input.required<number | null>();
  /** How many people are where. */
  readonly people = input<ReadonlyMap<string, ScopeCounts>>(new Map());
  readonly chosen = output<string>();

  protected readonly tree = inject(FolderTree);
  private readonly list = viewChild.required<ElementRef<HTMLElement>>('list');
  private readonly view = signal({ top: 0, height: 600 });
  protected readonly rowHeight = matchMedia('(pointer: coarse)').matches ? 44 : 30;
  protected readonly active = signal('/');

  protected readonly slice = computed(() => {
    const { top, height } = this.view();
    const rows = this.tree.rows();
    const first = Math.max(0, Math.floor(top / this.rowHeight) - AHEAD_ROWS);
    const last = Math.ceil((top + height) / this.rowHeight) + AHEAD_ROWS;
    return rows.slice(first, last).map((row, place) => ({ row, index: first + place }));
  });
  protected readonly activeIndex = computed(() => this.tree.rows().findIndex(({ path }) => path === this.active()));

  private readonly keys = new TreeKeys({
    rows: () => this.tree.rows(),
    nameOf: (row) => this.nameOf(row),
    pageRows: () => Math.max(1, Math.floor(this.view().height / this.rowHeight) - 1),
    move: (row) => {
      this.active.set(row.path);
      this.reveal(row.path);
    },
    choose: (row) => {
      this.choose(row);
    },
    expand: (path) => void this.tree.expand(path).catch(() => undefined),
    collapse: (path) => {
      this.tree.collapse(path);
    },
  });

  constructor() {
    this.tree.visible = () => this.visiblePaths();
    effect(() => {
      const path = this.selected();
      untracked(() => {
        this.active.set(path);
        // The connection says itself when it is down; the tree shows as far as it got.
        void this.tree
          .reveal(path)
          .catch(() => undefined)
          .then(() => {
            this.reveal(path);
          });
      });
    });
    const destroyed = inject(DestroyRef);
    afterNextRender(() => {
      const watcher = new ResizeObserver(() => {
        this.scrolled();
      });
      watcher.observe(this.list().nativeElement);
      destroyed.onDestroy(() => {
        watcher.disconnect();
      });
    });
  }

  /** Steps get shorter the deeper one is, and end: the name must keep its room. */
  protected indentOf(row: TreeRow): number {
    return 6 + Math.min(row.depth, 6) * 13 + Math.min(Math.max(row.depth - 6, 0), 12) * 3;
  }

  protected nameOf(row: TreeRow): string {
    return row.depth === 0 ? this.rootName() : visibleText(row.name);
  }

  protected iconOf({ depth, isPointer, problem }: TreeRow): IconName {
    if (depth === 0) return 'aperture';
    return problem !== null ? 'warning' : isPointer ? 'link' : 'folder';
  }

  /** A pointer is called as it likes: where it is tells its path. */
  protected titleOf(row: TreeRow): string {
    if (row.problem !== null) return row.problem;
    return row.isPointer
      ? `${this.nameOf(row)} (${visibleText(row.path)} stands for a folder elsewhere)`
      : this.nameOf(row);
  }

  protected totalOf(row: TreeRow): number | null {
    return row.depth === 0 ? this.rootTotal() : row.total;
  }

  /** In the folder that is open one is oneself: only others are worth a mark. */
  protected peopleIn({ path }: TreeRow): { viewing: number; title: string } | null {
    const counts = this.people().get(path);
    if (counts === undefined || (counts.viewing < 2 && path === this.selected())) return null;
    const editing = counts.editing > 0 ? ` · ${String(counts.editing)} editing` : '';
    return { viewing: counts.viewing, title: `${String(counts.viewing)} viewing${editing}` };
  }

  /** Two bare numbers behind a name would tell nothing to whoever hears them. */
  protected spoken(row: TreeRow): string {
    const total = this.totalOf(row);
    const kind = row.problem ?? (row.isPointer ? 'stands for a folder elsewhere' : undefined);
    const parts = [this.nameOf(row), kind, total ? countOf(total, 'image') : undefined, this.peopleIn(row)?.title];
    return parts.filter((part) => part !== undefined).join(', ');
  }

  protected short(total: number): string {
    return shortCount(total);
  }

  protected full(total: number): string {
    return count(total);
  }

  protected choose(row: TreeRow): void {
    this.active.set(row.path);
    this.chosen.emit(row.path);
  }

  protected toggle(row: TreeRow, event: Event): void {
    event.stopPropagation();
    void this.tree.toggle(row.path).catch(() => undefined);
  }

  protected key(event: KeyboardEvent): void {
    if (this.keys.press(event, this.activeIndex())) event.preventDefault();
  }

  protected scrolled(): void {
    const { scrollTop, clientHeight } = this.list().nativeElement;
    this.view.set({ top: scrollTop, height: clientHeight });
  }

  private reveal(path: string): void {
    const index = this.tree.rows().findIndex((row) => row.path === path);
    if (index < 0) return;
    const element = this.list().nativeElement;
    const top = index * this.rowHeight;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (top + this.rowHeight > element.scrollTop + element.clientHeight) {
      element.scrollTop = top + this.rowHeight - element.clientHeight;
    }
  }

  private visiblePaths(): string[] {
    const { top, height } = this.view();
    const first = Math.floor(top / this.rowHeight);
    return this.tree
      .rows()
      .slice(first, first + Math.ceil(height / this.rowHeight) + 1)
      .map(({ path }) => path);
  }
}
