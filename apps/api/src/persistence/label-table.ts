import type { Star, TagCount } from '#contracts';
import { Breather } from '../shared/breather.ts';
import { ChangeOrder } from '../shared/change-order.ts';
import { extended } from '../shared/extended.ts';
import type { GalleryPath } from '../shared/gallery-path.ts';
import { PathIndex } from '../shared/path-index.ts';
import { FormerLabels, type LabelState } from './former-labels.ts';
import type { HeldLabels } from './held-labels.ts';
import type { Label } from './label.ts';
import type { LabelColumns } from './label-columns.ts';
import type { LabelId } from './label-id.ts';
import { MetricColumns, type MetricChanges } from './metric-columns.ts';
import { Names } from './names.ts';
import { TagLists, type TagListId } from './tag-lists.ts';

/** Labels that are ready to be taken over, all at once. */
interface Prepared {
  readonly columns: LabelColumns;
  readonly ids: Uint32Array;
  readonly tagLists: readonly TagListId[];
  readonly authors: readonly number[];
  readonly metrics: MetricChanges;
}

/** Which labels changed, one flag for each. */
export interface Changed {
  readonly flags: Uint8Array;
  readonly count: number;
}

const noStar = -1;
const unwritten: LabelState = { star: null, tags: [], isLabelled: false, author: undefined };

/** The latest state of every label, as of the last write that is durable. Plain state: it follows the store. */
export class LabelTable {
  readonly #paths = new PathIndex();
  readonly #tagLists = new TagLists();
  readonly #authors = new Names('server');
  readonly #notes = new Map<LabelId, string>();
  readonly metrics = new MetricColumns();
  /** Its revision grows with every write: what was decided by labels holds as long as it is the same. */
  readonly changes = new ChangeOrder();
  readonly former = new FormerLabels();
  /** Those that have to know how labels were before they change. */
  readonly held = new Set<HeldLabels>();
  #capacity = 1024;
  #stars = new Int8Array(this.#capacity).fill(noStar);
  #tags = new Uint32Array(this.#capacity);
  #versions = new Uint32Array(this.#capacity);
  #updatedAt = new Float64Array(this.#capacity);
  #updatedBy = new Uint32Array(this.#capacity);
  /** One for each label that changed since they were last taken. */
  #changed = new Uint8Array(this.#capacity);
  #changedCount = 0;
  #labelled = 0;

  /** Labels that are numbered so far. */
  get count(): number {
    return this.#paths.count;
  }

  /** Labels that somebody wrote, and that are still there. */
  get labelled(): number {
    return this.#labelled;
  }

  get revision(): number {
    return this.changes.revision;
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
      metrics: this.metrics.read(id),
      updatedAt: this.updatedAtOf(id),
      updatedBy: this.#authors.at(this.#updatedBy[id] ?? 0),
    };
  }

  /** As much of it as is counted. */
  stateOf(id: LabelId): LabelState {
    if ((this.#versions[id] ?? 0) === 0) return unwritten;
    return {
      star: this.starOf(id),
      tags: this.#tagLists.tagsOf(this.#tags[id] ?? 0),
      isLabelled: this.isLabelled(id),
      author: this.authorOf(id),
    };
  }

  starOf(id: LabelId): Star {
    const star = this.#stars[id] ?? noStar;
    // Only stars were put in.
    return star === noStar ? null : (star as Star);
  }

  notesOf(id: LabelId): string {
    return this.#notes.get(id) ?? '';
  }

  /** Milliseconds since 1970; 0 when nobody ever wrote. */
  updatedAtOf(id: LabelId): number {
    return this.#updatedAt[id] ?? 0;
  }

  /** Undefined when nobody ever wrote: the server, whose name stands there, did not either. */
  authorOf(id: LabelId): string | undefined {
    return (this.#versions[id] ?? 0) === 0 ? undefined : this.#authors.at(this.#updatedBy[id] ?? 0);
  }

  /** Labels with equal tags have one list. Its number may stand for another list when nobody has these tags any more. */
  tagListOf(id: LabelId): TagListId {
    return this.#tags[id] ?? 0;
  }

  /** Never changed: other tags are another list. */
  tagsOf(list: TagListId): readonly string[] {
    return this.#tagLists.tagsOf(list);
  }

  /** Of the labels that have any. */
  get notes(): ReadonlyMap<LabelId, string> {
    return this.#notes;
  }

  isLabelled(id: LabelId): boolean {
    return this.#stars[id] !== noStar || this.#tags[id] !== 0 || (this.#notes.size > 0 && this.#notes.has(id));
  }

  /** Is a label's list of tags wanted? Each list is decided once, however many labels have it. Good until the next write. */
  tagFilter(isWanted: (tags: readonly string[]) => boolean): (id: LabelId) => boolean {
    const isListWanted = this.#tagLists.decide(isWanted);
    return (id) => isListWanted(this.#tags[id] ?? 0);
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
    for (const moment of this.held) moment.keep(ids);
    return {
      columns,
      ids,
      metrics: this.preparedMetrics(columns, ids),
      // Held on to from here on, so that none of them is taken away before it is given to its labels.
      tagLists: columns.tagLists.map((tags) => this.#tagLists.hold(tags)),
      authors: columns.authors.map((author) => this.#authors.numberOf(author)),
    };
  }

  /** Writes are taken over one after another, so that nothing can change between this and the moment it is seen. */
  private preparedMetrics(columns: LabelColumns, ids: Uint32Array): MetricChanges {
    const changes: MetricChanges = { ids: [], keys: [], values: [] };
    const { names, places, lists, starts, values } = columns.metrics;
    let next = 0;
    for (const [at, id] of ids.entries()) {
      const hasSome = places[next] === at;
      const keys = hasSome ? (names[lists[next] ?? 0] ?? []) : [];
      this.metrics.prepare(id, keys, values.subarray(starts[next] ?? 0), changes);
      if (hasSome) next += 1;
    }
    return changes;
  }

  private publish(ready: readonly Prepared[]): void {
    this.changes.begin();
    const count = ready.reduce((sum, { ids }) => sum + ids.length, 0);
    if (this.former.takes(count, this.revision)) for (const { ids } of ready) this.noteFormer(ids);
    for (const each of ready) this.publishOne(each);
  }

  private noteFormer(ids: Uint32Array): void {
    for (const id of ids) {
      this.former.note(this.revision, id, { ...this.stateOf(id), metrics: this.metrics.read(id) });
    }
  }

  private publishOne({ columns, ids, tagLists, authors, metrics }: Prepared): void {
    for (let at = 0; at < ids.length; at += 1) {
      const id = ids[at] ?? 0;
      this.#labelled -= this.isLabelled(id) ? 1 : 0;
      this.assignTags(id, tagLists[columns.tags[at] ?? 0] ?? 0);
      this.#stars[id] = columns.stars[at] ?? noStar;
      this.#versions[id] = columns.versions[at] ?? 1;
      this.#updatedAt[id] = columns.updatedAt[at] ?? 0;
      this.#updatedBy[id] = authors[columns.updatedBy[at] ?? 0] ?? 0;
      this.changes.note(id);
      this.noteChanged(id);
      // Looked up for a hundred thousand labels, a map that has nothing in it still takes its time.
      if (this.#notes.size > 0) this.#notes.delete(id);
      this.#labelled += this.isLabelled(id) ? 1 : 0;
    }
    for (const [at, text] of columns.notes) this.assignNotes(ids[at] ?? 0, text);
    this.metrics.apply(metrics);
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

  private grow(capacity: number): void {
    const stars = new Int8Array(capacity).fill(noStar);
    stars.set(this.#stars);
    this.#stars = stars;
    this.#changed = extended(this.#changed, new Uint8Array(capacity));
    this.#tags = extended(this.#tags, new Uint32Array(capacity));
    this.#versions = extended(this.#versions, new Uint32Array(capacity));
    this.#updatedAt = extended(this.#updatedAt, new Float64Array(capacity));
    this.#updatedBy = extended(this.#updatedBy, new Uint32Array(capacity));
    this.#capacity = capacity;
  }
}
