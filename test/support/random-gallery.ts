import { imageTypes, stars, type WorkedFilter } from '#contracts';
import { ActivityLog, type Activity } from '../../apps/api/src/activity/activity-log.ts';
import { WorkedSets } from '../../apps/api/src/activity/worked-sets.ts';
import { NameOrder } from '../../apps/api/src/browse/name-order.ts';
import { RowFinder } from '../../apps/api/src/browse/row-finder.ts';
import { Catalogue, type Row } from '../../apps/api/src/catalogue/catalogue.ts';
import { RowLabels } from '../../apps/api/src/catalogue/row-labels.ts';
import { Finder } from '../../apps/api/src/finder/finder.ts';
import { columnsOf } from '../../apps/api/src/persistence/label-columns.ts';
import type { Label } from '../../apps/api/src/persistence/label.ts';
import { LabelTable } from '../../apps/api/src/persistence/label-table.ts';
import { naturalKey } from '../../apps/api/src/shared/natural-order.ts';
import { packListing } from '../../apps/api/src/sources/listing.ts';
import type { NaiveItem } from './naive-gallery.ts';
import { naiveWorked } from './naive-worked.ts';
import {
  givenMetrics,
  someCategories,
  someFolders,
  someMetrics,
  somePeople,
  someTags,
  someTime,
  someValues,
} from './random-queries.ts';
import type { SeededRandom } from './seeded-random.ts';

interface File {
  readonly size: number;
  readonly mtime: number;
  readonly type: number;
  width: number;
  height: number;
}

const names = ['img1.jpg', 'IMG2.jpg', 'img10.jpg', 'é.png', 'x.gif', 'Näme.webp', 'e\u0301x.avif'];

/** A small gallery in which files, labels and what the source says of rows change as chance has it, and the same again as plain objects. */
export class RandomGallery {
  readonly catalogue = new Catalogue();
  readonly table = new LabelTable();
  readonly labels = new RowLabels(this.catalogue, this.table);
  readonly finder = new Finder(this.catalogue, this.labels);
  readonly log = new ActivityLog();
  readonly worked = new WorkedSets({ log: this.log, followInTime: () => this.follow() });
  readonly rowFinder = new RowFinder(this.labels, this.finder, new NameOrder(this.catalogue), this.worked);
  private readonly activity: Activity[] = [];
  private readonly folders = new Map<string, Map<string, File>>(someFolders.map((path) => [path, new Map()]));
  private readonly written = new Map<string, Label>();
  /** What the source says of rows, by the name of the column. */
  private readonly metrics = new Map<string, Map<Row, number>>();
  private seq = 0;
  private readonly categories = new Map<string, Map<Row, string>>();

  constructor(private readonly random: SeededRandom) {
    for (const path of someFolders) this.list(path);
  }

  get items(): NaiveItem[] {
    return [...this.folders].flatMap(([folder, files]) =>
      [...files].map(([name, file]) => {
        const path = folder === '/' ? `/${name}` : `${folder}/${name}`;
        const label = this.written.get(path);
        return {
          ...{ path, size: file.size, mtime: file.mtime, type: imageTypes[file.type]! },
          ...{ width: file.width, height: file.height },
          ...{ star: label?.star ?? null, tags: label?.tags ?? [], notes: label?.notes ?? '' },
          ...this.givenTo(path, label),
          wasWorked: (asked: WorkedFilter['worked']) => naiveWorked(this.activity, this.table.numberOf(path), asked),
          ...{ updatedAt: label?.updatedAt ?? 0, author: label?.updatedBy },
        };
      }),
    );
  }

  /** The log is behind, until somebody asks. */
  private follow(): Promise<void> {
    for (const each of this.activity.slice(this.log.count)) this.log.add(each);
    return Promise.resolve();
  }

  /** That labels were written, and by whom, is what a write does; what else it was is chance. */
  private note(labels: ReadonlyMap<string, Label>): void {
    const { random } = this;
    const kind = random.pick(['edit', 'edit', 'edit', 'bulk', 'undo', 'import', 'other'] as const);
    const [first] = labels.values();
    const undoes = kind === 'undo' ? { undoes: random.pick(somePeople) } : {};
    const gesture = { at: someTime(random) + random.below(60) * 60_000, seq: (this.seq += 1), count: labels.size };
    for (const path of labels.keys()) {
      const item = this.table.numberOf(path);
      this.activity.push({ ...gesture, item, person: first?.updatedBy ?? '', kind, ...undoes });
    }
  }

  pathsOf(rows: Uint32Array): string[] {
    return Array.from(rows, (row: Row) => this.catalogue.pathOf(row));
  }

  /** Any one thing that can happen. */
  async step(): Promise<void> {
    const { random } = this;
    if (random.chance(0.25)) this.changeFiles(random.pick(someFolders));
    else if (random.chance(0.2)) this.takeColumn();
    else if (random.chance(0.15)) this.readHeaders(random.pick(someFolders));
    else if (random.chance(0.03)) this.removeFolder('/a/b');
    else await this.write(random.chance(0.8) ? 1 : random.between(2, 30));
  }

  changeFiles(path: string): void {
    const files = this.filesIn(path);
    for (const name of names) {
      if (this.random.chance(0.15)) files.delete(name);
      else if (this.random.chance(0.3)) files.set(name, this.newFile());
    }
    this.list(path);
  }

  /** As one write, however many items it changes. */
  async write(count: number, change: (label: Label) => Partial<Label> = () => this.change()): Promise<void> {
    const labels = new Map<string, Label>();
    for (let turn = 0; turn < count; turn += 1) {
      const folder = this.random.pick(someFolders);
      const path = `${folder === '/' ? '' : folder}/${this.random.pick(names)}`;
      const before = this.written.get(path) ?? unwritten(path);
      labels.set(path, { ...before, ...change(before), version: before.version + 1 });
    }
    for (const label of labels.values()) this.written.set(label.path, label);
    await this.table.apply([columnsOf([...labels.values()])]);
    this.note(labels);
  }

  /** A whole column, of numbers or of categories: of other rows than before, of the same, or of none. */
  takeColumn(key = this.random.pick([...givenMetrics, ...someCategories])): void {
    const { random, catalogue } = this;
    const share = random.pick([0, 0.3, 0.7, 1]);
    const rows = Uint32Array.from({ length: catalogue.columns.count }, (_, row) => row).filter(() =>
      random.chance(share),
    );
    if (givenMetrics.includes(key)) {
      const values = Float64Array.from(rows, () => random.pick([NaN, Infinity, 0, 0.25, 0.5, 1, 1.25]));
      this.metrics.set(key, new Map(Array.from(rows, (row, at) => [row, values[at]!] as const).filter(isFinite)));
      catalogue.values.setMetric(key, rows, values);
    } else {
      const names = random.shuffled(someValues).slice(0, random.between(1, someValues.length));
      const codes = Uint8Array.from(rows, () => random.pick([255, ...names.keys()]));
      this.categories.set(
        key,
        new Map(Array.from(rows, (row, at) => [row, names[codes[at]!]!] as const).filter(isNamed)),
      );
      catalogue.values.setCategory(key, names, rows, codes);
    }
  }

  /** The numbers and categories of an item. What was pushed stands before what the source says. */
  private givenTo(path: string, label: Label | undefined): Pick<NaiveItem, 'metrics' | 'categories'> {
    const row = this.catalogue.find(path);
    const of = <Value>(columns: Map<string, Map<Row, Value>>): [string, Value][] =>
      [...columns].flatMap(([key, column]) => (row !== undefined && column.has(row) ? [[key, column.get(row)!]] : []));
    return {
      metrics: { ...Object.fromEntries(of(this.metrics)), ...label?.metrics },
      categories: Object.fromEntries(of(this.categories)),
    };
  }

  private change(): Partial<Label> {
    const { random } = this;
    const metrics = random
      .shuffled(someMetrics)
      .slice(0, random.below(3))
      .map((key) => [key, random.below(5) / 4] as const);
    const all = {
      star: random.pick(stars),
      tags: random.shuffled(someTags).slice(0, random.below(4)),
      notes: random.pick(['', 'noté', 'NOTE x', 'other']),
      metrics: metrics.length === 0 ? undefined : Object.fromEntries(metrics),
    };
    const kept = random.shuffled(Object.entries(all)).slice(0, random.between(1, 4));
    return { ...Object.fromEntries(kept), updatedAt: someTime(random) + 1, updatedBy: random.pick(somePeople) };
  }

  private filesIn(path: string): Map<string, File> {
    const files = this.folders.get(path);
    if (!files) throw new Error(`There is no folder ${path} here.`);
    return files;
  }

  private newFile(): File {
    const { random } = this;
    const type = random.below(imageTypes.length);
    return { size: random.below(4), mtime: someTime(random), type, width: 0, height: 0 };
  }

  private list(path: string): void {
    const files = [...this.filesIn(path)].sort(([a], [b]) => (naturalKey(a) < naturalKey(b) ? -1 : 1));
    const prefix = path === '/' ? '/' : `${path}/`;
    const dirs = someFolders
      .filter((folder) => folder.startsWith(prefix) && folder !== '/' && !folder.slice(prefix.length).includes('/'))
      .map((folder) => folder.slice(prefix.length));
    // Each content has a time and an inode of its own, as files have.
    const listed = files.map(([key, { size, mtime, type }]) => ({ key, type, size, mtime, inode: size * 10 + type }));
    for (const [, file] of files) [file.width, file.height] = [0, 0];
    const folder = this.catalogue.makeFolder(path);
    this.catalogue.applyListing(folder, packListing(1, dirs, listed));
    // A header that was known is kept where nothing changed.
    for (const row of folder.rows) {
      const file = this.filesIn(path).get(this.catalogue.nameOf(row));
      if (!file) throw new Error('A row without a file.');
      [file.width, file.height] = [this.catalogue.columns.width[row] ?? 0, this.catalogue.columns.height[row] ?? 0];
    }
  }

  private readHeaders(path: string): void {
    for (const row of this.catalogue.folder(path)?.rows ?? []) {
      const file = this.filesIn(path).get(this.catalogue.nameOf(row));
      if (!file || this.random.chance(0.5)) continue;
      [file.width, file.height] = [this.random.between(1, 3), this.random.between(1, 3)];
      const facts = { taken: NaN, hasMeta: false, problem: undefined, type: imageTypes[file.type]! };
      this.catalogue.setHeader(row, { width: file.width, height: file.height, ...facts });
    }
  }

  /** And the same again in its place, as a new folder of the same name. */
  private removeFolder(path: string): void {
    const folder = this.catalogue.folder(path);
    if (folder) this.catalogue.removeFolder(folder);
    this.filesIn(path).clear();
    this.changeFiles(path);
  }
}

function isFinite([, value]: readonly [Row, number]): boolean {
  return Number.isFinite(value);
}

function isNamed([, name]: readonly [Row, string | undefined]): boolean {
  return name !== undefined;
}

function unwritten(path: string): Label {
  return { path, version: 1, star: null, tags: [], notes: '', updatedAt: 0, updatedBy: 'server' };
}
