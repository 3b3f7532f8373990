import type { TreeRow } from '../state/folder-tree.ts';

/** What the keys of a tree need and do. */
export interface TreeActions {
  rows(): readonly TreeRow[];
  nameOf(row: TreeRow): string;
  pageRows(): number;
  move(row: TreeRow): void;
  choose(row: TreeRow): void;
  expand(path: string): void;
  collapse(path: string): void;
}

/** Letters typed within this time are one word. */
const WORD_MS = 700;

/** The keys of a tree, as the ARIA practices describe them. */
export class TreeKeys {
  private typed = '';
  private typedAt = 0;

  constructor(private readonly tree: TreeActions) {}

  /** Answers whether the key meant something here. */
  press(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'timeStamp'>, at: number): boolean {
    if (event.ctrlKey || event.metaKey || event.altKey) return false;
    const rows = this.tree.rows();
    const row = rows[at];
    if (row === undefined) return false;
    switch (event.key) {
      case 'ArrowDown':
        return this.go(at + 1);
      case 'ArrowUp':
        return this.go(at - 1);
      case 'PageDown':
        return this.go(at + this.tree.pageRows());
      case 'PageUp':
        return this.go(at - this.tree.pageRows());
      case 'Home':
        return this.go(0);
      case 'End':
        return this.go(rows.length - 1);
      case 'ArrowRight':
        if (row.canExpand && !row.isExpanded) this.tree.expand(row.path);
        else if ((rows[at + 1]?.depth ?? 0) > row.depth) this.go(at + 1);
        return true;
      case 'ArrowLeft':
        if (row.isExpanded && row.depth > 0) this.tree.collapse(row.path);
        else this.goToParent(at, row.depth);
        return true;
      case 'Enter':
        this.tree.choose(row);
        return true;
      case ' ':
        if (this.typed !== '' && event.timeStamp - this.typedAt < WORD_MS) return this.type(' ', event.timeStamp, at);
        this.tree.choose(row);
        return true;
      default:
        return isLetter(event.key) && this.type(event.key, event.timeStamp, at);
    }
  }

  private go(index: number): boolean {
    const rows = this.tree.rows();
    const row = rows[Math.max(0, Math.min(rows.length - 1, index))];
    if (row !== undefined) this.tree.move(row);
    return true;
  }

  private goToParent(at: number, depth: number): void {
    const rows = this.tree.rows();
    for (let i = at - 1; i >= 0; i--) {
      if ((rows[i]?.depth ?? 0) < depth) {
        this.go(i);
        return;
      }
    }
  }

  /** The same letter again goes on to the next match; a longer word starts where one is. */
  private type(letter: string, now: number, at: number): boolean {
    const isOneWord = now - this.typedAt < WORD_MS;
    this.typed = isOneWord ? this.typed + letter.toLowerCase() : letter.toLowerCase();
    this.typedAt = now;
    const isRepeated = Array.from(this.typed).every((one) => one === this.typed[0]);
    const word = isRepeated ? (this.typed[0] ?? '') : this.typed;
    const rows = this.tree.rows();
    const from = isRepeated ? at + 1 : at;
    for (let i = 0; i < rows.length; i++) {
      const index = (from + i) % rows.length;
      const row = rows[index];
      if (row !== undefined && this.tree.nameOf(row).toLowerCase().startsWith(word)) return this.go(index);
    }
    return true;
  }
}

/** Keys that write something are named by what they write, others by a word. */
function isLetter(key: string): boolean {
  return Array.from(key).length === 1;
}
