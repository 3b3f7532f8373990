import type { Metrics, Star, TagCount } from '#contracts';
import { Breather } from '../shared/breather.ts';
import { extended } from '../shared/extended.ts';
import type { GalleryPath } from '../shared/gallery-path.ts';
import { PathIndex } from '../shared/path-index.ts';
import type { Label } from './label.ts';
import type { LabelColumns } from './label-columns.ts';
import { TagLists, type TagListId } from './tag-lists.ts';

/** The number of a label; 0 is no label. It stays the path's for the life of the process. */
export type LabelId = number;

/** Labels that are ready to be taken over, all at once. */
interface Prepared {
  readonly columns: LabelColumns;
  readonly ids: Uint32Array;
  readonly tagLists: readonly TagListId[];
  readonly authors: readonly number[];
}

/** Which labels changed, one flag for each. */
export interface Changed {
  readonly flags: Uint8Array;
  readonly count: number;
}

const noStar = -1;

/** The latest state of every label, as of the last write that is durable. Plain state: it follows the store. */
export class LabelTable {
  readonly #paths = new PathIndex();
  readonly #tagLists = new TagLists();
  readonly #authors: string[] = ['server'];
  readonly #authorIds = new Map<string, number>([['server', 0]]);
  readonly #notes = new Map<LabelId, string>();
  readonly #metrics = new Map<LabelId, Metrics>();
  #capacity = 1024;
  #stars = new Int8Array(this.#capacity).fill(noStar);
  #tags = new Uint32Array(this.#capacity);
  #versions = new Uint32Array(this.#capacity);
  #updatedAt = new Float64Array(this.#capacity);
  #updatedBy = new Uint32Array(this.#capacity);
  /** One for each label that changed since they were last taken. */
  #changed = new Uint8Array(this.#capacity);
  #changedCount = 0;
  /** The revision that changed each label last. */
  #revisions = new Uint32Array(this.#capacity);
  #labelled = 0;
  #revision = 0;

  /** Labels that are numbered so far. */
  get count(): number {
    return this.#paths.count;
  }

  /** Labels that somebody wrote, and that are still there. */
  get labelled(): number {
    return this.#labelled;
  }

  /** Grows with every change: what was decided by labels holds as long as this is the same. */
  get revision(): number {
    return this.#revision;
  }

  /** Labels that changed since they were last taken. */
  get changedCount(): number {
    return this.#changedCount;
  }

  takeChanged(): Changed {
    const taken = { flags: this.#changed, count: this.#changedCount };
    this.#changed = new Uint8Array(this.#capacity);
    this.#changedCount = 0;
    return taken;
  }

  /** What they were taken for did not come to pass. */
  returnChanged({ flags }: Changed): void {
    for (const [id, flag] of flags.entries()) if (flag === 1) this.noteChanged(id);
  }

  reserve(count: number): void {
    this.#paths.reserve(count);
    if (count >= this.#capacity) this.grow(count + 1);
  }

  /** 0 when nobody ever wrote on it. */
  find(path: GalleryPath): LabelId {
    const id = this.#paths.find(path);
    // A number is given while a write is being prepared; until that is durable nobody may see it.
    return (this.#versions[id] ?? 0) === 0 ? 0 : id;
  }

  /** The number of the path, also while the first label on it is only being prepared. */
  numberOf(path: GalleryPath): LabelId {
    return this.#paths.find(path);
  }

  pathOf(id: LabelId): GalleryPath {
    return this.#paths.pathOf(id);
  }

  read(path: GalleryPath): Label | undefined {
    const id = this.find(path);
    return id === 0 ? undefined : { path, ...this.at(id) };
  }

  at(id: LabelId): Omit<Label, 'path'> {
    return {
      version: this.#versions[id] ?? 1,
      star: this.starOf(id),
      tags: this.#tagLists.tagsOf(this.#tags[id] ?? 0),
      notes: this.#notes.get(id) ?? '',
      metrics: this.#metrics.get(id),
      updatedAt: this.#updatedAt[id] ?? 0,
      updatedBy: this.#authors[this.#updatedBy[id] ?? 0] ?? '',
    };
  }

  starOf(id: LabelId): Star {
    const star = this.#stars[id] ?? noStar;
    // Only stars were put in.
    return star === noStar ? null : (star as Star);
  }

  isLabelled(id: LabelId): boolean {
    return this.#stars[id] !== noStar || this.#tags[id] !== 0 || (this.#notes.size > 0 && this.#notes.has(id));
  }

  /** Is a label's list of tags wanted? Each list is decided once, however many labels have it. */
  tagFilter(isWanted: (tags: readonly string[]) => boolean): (id: LabelId) => boolean {
    const wanted = this.#tagLists.decide(isWanted);
    return (id) => wanted[this.#tags[id] ?? 0] === 1;
  }

  /** Has a write changed it since the table had this revision? */
  hasChangedSince(id: LabelId, revision: number): boolean {
    return (this.#revisions[id] ?? 0) > revision;
  }

  tagCounts(): TagCount[] {
    return this.#tagLists.counts();
  }

  /** Takes over one write. However many labels it changed, they are seen changed all at once. */
  apply(chunks: readonly LabelColumns[]): Promise<void> | undefined {
    const [only] = chunks;
    if (only && chunks.length === 1 && only.count === 1) {
      this.publish([this.prepared(only)]);
      return undefined;
    }
    return this.applyMany(chunks);
  }

  /** Everything that takes time is done before, in slices; what remains are a few assignments each. */
  private async applyMany(chunks: readonly LabelColumns[]): Promise<void> {
    const breather = new Breather();
    const ready: Prepared[] = [];
    for (const chunk of chunks) {
      ready.push(this.prepared(chunk));
      if (breather.isDue()) await breather.breathe();
    }
    this.publish(ready);
  }

  private prepared(columns: LabelColumns): Prepared {
    const paths = columns.count === 0 ? [] : columns.paths.split('\0');
    const ids = Uint32Array.from(paths, (path) => this.#paths.add(path));
    while (this.#paths.count >= this.#capacity) this.grow(Math.ceil(this.#capacity * 1.5));
    return {
      columns,
      ids,
      // Held on to from here on, so that none of them is taken away before it is given to its labels.
      tagLists: columns.tagLists.map((tags) => this.#tagLists.hold(tags)),
      authors: columns.authors.map((author) => this.authorId(author)),
    };
  }

  private publish(ready: readonly Prepared[]): void {
    this.#revision += 1;
    for (const each of ready) this.publishOne(each);
  }

  private publishOne({ columns, ids, tagLists, authors }: Prepared): void {
    for (let at = 0; at < ids.length; at += 1) {
      const id = ids[at] ?? 0;
      this.#labelled -= this.isLabelled(id) ? 1 : 0;
      this.assignTags(id, tagLists[columns.tags[at] ?? 0] ?? 0);
      this.#stars[id] = columns.stars[at] ?? noStar;
      this.#versions[id] = columns.versions[at] ?? 1;
      this.#updatedAt[id] = columns.updatedAt[at] ?? 0;
      this.#updatedBy[id] = authors[columns.updatedBy[at] ?? 0] ?? 0;
      this.#revisions[id] = this.#revision;
      this.noteChanged(id);
      // Looked up for a hundred thousand labels, a map that has nothing in it still takes its time.
      if (this.#notes.size > 0) this.#notes.delete(id);
      if (this.#metrics.size > 0) this.#metrics.delete(id);
      this.#labelled += this.isLabelled(id) ? 1 : 0;
    }
    for (const [at, text] of columns.notes) this.assignNotes(ids[at] ?? 0, text);
    for (const [at, numbers] of columns.metrics) this.#metrics.set(ids[at] ?? 0, numbers);
    for (const tagList of tagLists) this.#tagLists.letGo(tagList);
  }

  private assignTags(id: LabelId, tagList: TagListId): void {
    const before = this.#tags[id] ?? 0;
    if (before === tagList) return;
    this.#tagLists.use(tagList);
    this.#tagLists.release(before);
    this.#tags[id] = tagList;
  }

  private assignNotes(id: LabelId, notes: string): void {
    if (!this.isLabelled(id)) this.#labelled += 1;
    this.#notes.set(id, notes);
  }

  private noteChanged(id: LabelId): void {
    this.#changedCount += this.#changed[id] === 1 ? 0 : 1;
    this.#changed[id] = 1;
  }

  private authorId(author: string): number {
    const known = this.#authorIds.get(author);
    if (known !== undefined) return known;
    this.#authorIds.set(author, this.#authors.length);
    return this.#authors.push(author) - 1;
  }

  private grow(capacity: number): void {
    const stars = new Int8Array(capacity).fill(noStar);
    stars.set(this.#stars);
    this.#stars = stars;
    this.#changed = extended(this.#changed, new Uint8Array(capacity));
    this.#revisions = extended(this.#revisions, new Uint32Array(capacity));
    this.#tags = extended(this.#tags, new Uint32Array(capacity));
    this.#versions = extended(this.#versions, new Uint32Array(capacity));
    this.#updatedAt = extended(this.#updatedAt, new Float64Array(capacity));
    this.#updatedBy = extended(this.#updatedBy, new Uint32Array(capacity));
    this.#capacity = capacity;
  }
}
