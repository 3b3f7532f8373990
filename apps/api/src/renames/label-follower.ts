import { randomUUID } from 'node:crypto';
import type { Row } from '../catalogue/catalogue.ts';
import { itemFlags } from '../catalogue/item-flags.ts';
import type { RowLabels } from '../catalogue/row-labels.ts';
import { packContents, type Content } from '../persistence/content.ts';
import type { LabelBook } from '../persistence/label-book.ts';
import type { LabelId } from '../persistence/label-id.ts';
import type { LabelStore } from '../persistence/label-store.ts';
import { Breather } from '../shared/breather.ts';
import type { Clock } from '../shared/clock.ts';
import type { Log } from '../shared/log.ts';
import type { ContentReader } from './content-reader.ts';
import type { LostLabels } from './lost-labels.ts';
import { matchRenames, type Displaced, type Rename, type UnclearRename } from './match-renames.ts';

/** Who takes labels along, in the history. */
export const followersName = 'Lenslet';
const unclearListed = 1000;

/** A labelled file that holds something else than when it was read last. */
interface Changed {
  readonly row: Row;
  readonly before: Content;
  readonly now: Content;
}

/** One look at what has changed since the last one: labels whose files were renamed go with them. */
export class LabelFollower {
  #rowsSeen = -1;
  #labelsSeen = -1;
  #unclear: readonly UnclearRename[] = [];
  /** Whoever takes this back is not to be contradicted. */
  readonly #followed = new Set<LabelId>();

  constructor(
    private readonly labels: RowLabels,
    private readonly lost: LostLabels,
    private readonly reader: ContentReader,
    private readonly store: LabelStore,
    private readonly book: LabelBook,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /** What may have been renamed, where more than one file or label could be meant: a thousand at most. */
  get unclear(): readonly UnclearRename[] {
    return this.#unclear;
  }

  /** Something has changed that nobody has looked at. */
  get hasNews(): boolean {
    return this.#rowsSeen !== this.labels.catalogue.changes.revision || this.#labelsSeen !== this.labels.table.revision;
  }

  async look(): Promise<void> {
    const [rowsSeen, labelsSeen] = [this.#rowsSeen, this.#labelsSeen];
    try {
      await this.lookSince(rowsSeen, labelsSeen);
    } catch (error) {
      // What was not finished is looked at again.
      [this.#rowsSeen, this.#labelsSeen] = [rowsSeen, labelsSeen];
      throw error;
    }
  }

  private async lookSince(rowsSeen: number, labelsSeen: number): Promise<void> {
    await this.labels.link();
    const { catalogue, table } = this.labels;
    [this.#rowsSeen, this.#labelsSeen] = [catalogue.changes.revision, table.revision];
    const ids = rowsSeen < 0 ? all(table.count) : this.changedSince(rowsSeen, labelsSeen);
    await this.lost.look(ids);
    const changed = await this.changedFiles(await this.unknownRows(ids));
    const contents = await this.candidates(changed);
    const displaced = await this.displaced(changed, contents);
    const holders = [...contents].map(([row, { path, hash }]) => ({ path, hash, isLabelled: this.isLabelled(row) }));
    const { renames, unclear } = matchRenames(displaced, holders);
    this.#unclear = unclear.slice(0, unclearListed);
    await this.follow(renames, contents);
    for (const { row, now } of changed) this.reader.keep(row, now);
    await this.reader.keepAll();
  }

  private changedSince(rowsSeen: number, labelsSeen: number): Set<LabelId> {
    const ids = new Set<LabelId>(this.labels.table.changes.since(labelsSeen));
    for (const row of this.labels.catalogue.changes.since(rowsSeen)) {
      const id = this.labels.labelOf(row);
      if (id !== 0) ids.add(id);
    }
    return ids;
  }

  /** Labelled files of which it is not known yet whether anything is known of what they hold. */
  private async unknownRows(ids: Iterable<LabelId>): Promise<Row[]> {
    const { catalogue, table } = this.labels;
    const breather = new Breather();
    const rows: Row[] = [];
    for (const id of ids) {
      if (breather.isDue()) await breather.breathe();
      const row = table.isLabelled(id) ? this.labels.rowOf(id) : undefined;
      if (row === undefined || catalogue.has(row, itemFlags.gone)) continue;
      if (catalogue.contentOf(row) === undefined) rows.push(row);
    }
    return rows;
  }

  private async changedFiles(rows: readonly Row[]): Promise<Changed[]> {
    const { catalogue } = this.labels;
    const before = new Map<Row, Content>();
    await this.reader.lookUp(rows, (row, content) => {
      if (!content) catalogue.setContent(row, 'unread');
      else if (this.reader.isOf(row, content)) catalogue.setContent(row, 'known');
      else before.set(row, content);
    });
    const changed: Changed[] = [];
    await this.reader.hash([...before.keys()], (row, now) => {
      const known = before.get(row);
      if (known) changed.push({ row, before: known, now });
    });
    return changed;
  }

  /** Files as large as one that was lost, and what they hold: these, and no others, may be what it is called now. */
  private async candidates(changed: readonly Changed[]): Promise<Map<Row, Content>> {
    const { catalogue } = this.labels;
    const { columns } = catalogue;
    const contents = new Map(changed.map(({ row, now }) => [row, now]));
    const sizes = this.lost.sizes;
    for (const { before, now } of changed) if (before.hash !== now.hash) sizes.add(before.size);
    if (sizes.size === 0) return contents;
    const rows: Row[] = [];
    await new Breather().through(columns.count, (from, to) => {
      for (let row = from; row < to; row += 1) {
        if (!sizes.has(columns.size[row] ?? 0) || catalogue.has(row, itemFlags.gone)) continue;
        if (!contents.has(row)) rows.push(row);
      }
    });
    for (const [row, content] of await this.reader.contentsOf(rows)) contents.set(row, content);
    return contents;
  }

  private async displaced(changed: readonly Changed[], contents: ReadonlyMap<Row, Content>): Promise<Displaced[]> {
    const found: Displaced[] = changed
      .filter(({ before, now }) => before.hash !== now.hash)
      .map(({ before: { path, hash } }) => ({ path, hash, isGone: false }));
    const ids = this.lost.ofSizes(new Set([...contents.values()].map(({ size }) => size)));
    const known = await this.lost.contents(ids);
    const unread = await this.recognised(
      ids.filter((id) => !known.has(id)),
      contents,
    );
    for (const { path, hash } of [...known.values(), ...unread]) {
      if (this.lost.isGone(path)) found.push({ path, hash, isGone: true });
    }
    return found;
  }

  /** Files that were renamed before they were read are known by size, time and inode, all of which a rename leaves alone. */
  private async recognised(ids: readonly LabelId[], contents: ReadonlyMap<Row, Content>): Promise<Content[]> {
    if (ids.length === 0) return [];
    const { columns } = this.labels.catalogue;
    const files = new Map([...contents.values()].map((content) => [stateOf(content), content]));
    const found = ids.flatMap((id) => {
      const row = this.labels.rowOf(id) ?? -1;
      const [size = 0, mtime = 0, inode = 0] = [columns.size[row], columns.mtime[row], columns.inode[row]];
      const file = this.#followed.has(id) ? undefined : files.get(stateOf({ size, mtime, inode }));
      return file ? [{ ...file, path: this.labels.table.pathOf(id) }] : [];
    });
    await this.store.keepContents(found, []);
    return found;
  }

  private async follow(renames: readonly Rename[], contents: ReadonlyMap<Row, Content>): Promise<void> {
    const { catalogue, table } = this.labels;
    const moves = renames.flatMap(({ from, to }) => {
      const row = catalogue.find(to);
      const content = row === undefined ? undefined : contents.get(row);
      // Files may have gone on changing while others were read: what is not as it was is looked at again.
      return row !== undefined && content && this.reader.isOf(row, content) ? [{ from, content }] : [];
    });
    if (moves.length === 0) return;
    const from = moves.map((move) => move.from);
    for (const path of from) this.#followed.add(table.find(path));
    const to = packContents(moves.map(({ content }) => content));
    const outcome = await this.book.write(
      {
        ...{ principal: followersName, key: randomUUID(), fingerprint: '', actor: followersName, client: '' },
        at: this.clock.wall(),
        change: { kind: 'follow', from: from.join('\0'), to },
      },
      null,
    );
    if (outcome.kind !== 'done' || outcome.answer.kind !== 'follow') return;
    this.log.info({ files: outcome.answer.files }, 'labels went with renamed files');
  }

  private isLabelled(row: Row): boolean {
    const id = this.labels.labelOf(row);
    return id !== 0 && this.labels.table.isLabelled(id);
  }
}

function all(count: number): Iterable<LabelId> {
  return {
    *[Symbol.iterator]() {
      for (let id = 1; id <= count; id += 1) yield id;
    },
  };
}

function stateOf({ size, mtime, inode }: Pick<Content, 'size' | 'mtime' | 'inode'>): string {
  return `${String(size)} ${String(mtime)} ${String(inode)}`;
}
