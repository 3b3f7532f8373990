import { limits, type SearchTerm } from '#contracts';
import { Catalogue } from '../../apps/api/src/catalogue/catalogue.ts';
import { RowLabels } from '../../apps/api/src/catalogue/row-labels.ts';
import { columnsOf } from '../../apps/api/src/persistence/label-columns.ts';
import { defaultLabel, type Label } from '../../apps/api/src/persistence/label.ts';
import { LabelTable } from '../../apps/api/src/persistence/label-table.ts';
import { Finder } from '../../apps/api/src/finder/finder.ts';
import { parseSearch } from '../../apps/api/src/finder/parse-search.ts';
import { naturalKey } from '../../apps/api/src/shared/natural-order.ts';
import { packListing } from '../../apps/api/src/sources/listing.ts';
import { plain, type SearchedItem } from './search-model.ts';
import { SeededRandom } from './seeded-random.ts';

export const parts = ['img', 'IMG', '_', '-', ' ', '.', '0', '1', '00', '42', 'Beach', 'béa', 'e\u0301', 'É', 'ß', '写', '真', 'ﬁ', '…', 'Σ', 'ς', '😀', '\u{10ffe4}', '\u{10ff5c}', 'İ', '\n', '\ufeff', '／', '℅']; // prettier-ignore
const tags = ['sea', 'Sea', 'deep sea', 'Café', 'beach', '42', 'a/b', 'x'.repeat(128)];
const people = ['Ada', 'ada l', 'server', 'Zoë'];
export const folders = ['/', '/a', '/a/Béach', '/IMG 00', '/a/Béach/42', '/写'];

/** A gallery, what people wrote on it, and the same as plain lists. */
export class World {
  readonly catalogue = new Catalogue();
  readonly table = new LabelTable();
  readonly links = new RowLabels(this.catalogue, this.table);
  finder = new Finder(this.catalogue, this.links);
  readonly #labels = new Map<string, Label>();

  list(path: string, names: Iterable<string>): void {
    const keys = [...new Set(names)].sort((a, b) => (naturalKey(a) < naturalKey(b) ? -1 : 1));
    const folder = this.catalogue.makeFolder(path);
    const files = keys.map((key) => ({ key, type: 0, size: 1, mtime: 1, inode: 1 }));
    const dirs = folder.dirs.map(({ name }) => name);
    this.catalogue.applyListing(folder, packListing(1, dirs, files));
  }

  async write(...labels: Label[]): Promise<void> {
    for (const label of labels) this.#labels.set(label.path, label);
    await this.table.apply([columnsOf(labels)]);
  }

  /** Any one thing that can happen. */
  async step(random: Chance): Promise<void> {
    const folder = random.pick(folders);
    if (random.chance(0.35)) {
      // Some stay, some go, some come, some come back: a renamed file is one that goes and one that comes.
      const there = this.catalogue.rowsOf(this.catalogue.makeFolder(folder), false);
      const kept = Array.from(there, (row) => this.catalogue.nameOf(row)).filter(() => random.chance(0.7));
      this.list(folder, [...kept, ...Array.from({ length: random.below(12) }, () => random.name())]);
    } else if (random.chance(0.05) && folder !== '/') {
      this.catalogue.removeFolder(this.catalogue.makeFolder(folder));
    } else {
      const items = this.items();
      const paths = Array.from({ length: random.pick([1, 1, 20]) }, () =>
        items.length > 0 && random.chance(0.9) ? random.pick(items).path : `/a/${random.name()}`,
      );
      await this.write(...[...new Set(paths)].map((path) => random.label(path)));
    }
  }

  items(within = '/'): SearchedItem[] {
    const folder = this.catalogue.folder(within);
    const rows = folder ? [...this.catalogue.rowsOf(folder, true)] : [];
    return rows.map((row) => {
      const path = this.catalogue.pathOf(row);
      return { path, label: this.#labels.get(path) };
    });
  }

  async find(
    terms: readonly SearchTerm[],
    { within = '/', limit = 1_000_000, signal = new AbortController().signal } = {},
  ): Promise<{ paths: string[]; total: number }> {
    const folder = this.catalogue.makeFolder(within);
    const { rows, total } = await this.finder.find(terms, folder, limit, signal);
    return { paths: rows.map((row) => this.catalogue.pathOf(row)), total };
  }

  async paths(q: string): Promise<string[]> {
    return (await this.find(parseSearch(q))).paths;
  }
}

export function labelled(path: string, change: Partial<Label>): Label {
  return { ...defaultLabel(path), version: 2, updatedBy: 'Ada', ...change };
}

export class Chance extends SeededRandom {
  name(): string {
    const body = Array.from({ length: this.between(1, 4) }, () => this.pick(parts)).join('');
    return `${body}${this.pick(['.jpg', '.webp', '.JPG', ''])}`;
  }

  label(path: string): Label {
    return labelled(path, {
      version: this.between(2, 90),
      star: this.pick([null, 0, 1, 3, 5]),
      tags: this.chance(0.4) ? [] : this.shuffled(tags).slice(0, this.below(4)),
      notes: this.chance(0.6) ? '' : `Golden\r\nHour ${this.name()} ${String(this.below(9))}`,
      updatedBy: this.pick(people),
    });
  }

  /** Mostly something that is there. */
  terms(items: readonly SearchedItem[]): SearchTerm[] {
    return Array.from({ length: this.pick([1, 1, 1, 2, 2, 3, limits.searchTerms]) }, () => this.term(items));
  }

  private term(items: readonly SearchedItem[]): SearchTerm {
    if (this.chance(0.15)) {
      const star = this.pick([0, 1, 2, 3, 5] as const);
      if (this.chance(0.3)) return { field: 'star', comparison: '=', star: null };
      return { field: 'star', comparison: this.pick(['=', '<', '<=', '>', '>='] as const), star };
    }
    const field = this.pick(['any', 'any', 'any', 'any', 'name', 'path', 'tag', 'by'] as const);
    return { field, text: this.piece(items) || 'img' };
  }

  private piece(items: readonly SearchedItem[]): string {
    if (items.length === 0 || this.chance(0.1)) return plain(this.name());
    const { path, label } = this.pick(items);
    const name = path.slice(path.lastIndexOf('/') + 1);
    const text = plain(
      this.pick([path, name, name.replace(/\.[^.]*$/, ''), label?.tags[0] ?? 'sea', label?.notes.replace(/\r\n/, ' ') ?? '', label?.updatedBy ?? 'ada']), // prettier-ignore
    );
    if (this.chance(0.3)) return text;
    const letters = Array.from(text);
    const from = this.below(letters.length);
    return letters.slice(from, from + this.between(1, 6)).join('');
  }
}
