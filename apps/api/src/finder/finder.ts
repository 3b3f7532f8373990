import type { SearchTerm } from '#contracts';
import type { Catalogue, Row } from '../catalogue/catalogue.ts';
import type { FolderNode } from '../catalogue/folder-node.ts';
import type { NameChunk } from '../catalogue/name-chunk.ts';
import type { RowLabels } from '../catalogue/row-labels.ts';
import type { LabelId } from '../persistence/label-id.ts';
import { Breather } from '../shared/breather.ts';
import { FolderMatches } from './folder-matches.ts';
import { FoldedLabels, LabelMatches } from './label-matches.ts';
import { NameMatches, ranks, type Surroundings } from './name-matches.ts';
import type { RowRanks } from './row-ranks.ts';

export interface Found {
  /** The best first, as many as were asked for. */
  readonly rows: readonly Row[];
  readonly total: number;
}

/** What was decided, as the bits of terms. */
interface Decided {
  readonly areBare: boolean;
  readonly byLabel: Uint32Array;
  readonly byFolder: Uint32Array;
  readonly tailsByFolder: Uint32Array;
}

/** Bits by label, of the moment in which that was the latest write. */
interface OfLabels {
  readonly byLabel: Uint32Array;
  readonly revision: number;
}

/** What matched, and how well. */
interface Ranked extends RowRanks {
  /** Folders that hold any of it: in most searches most hold none. */
  readonly isIn: Uint8Array;
}

const looksBetween = 1024;
/** Notes may have 16 KB. */
const notesBetween = 32;
/** Deciding a row by itself takes so many times as long as deciding it among all. */
const aloneFactor = 32;

/**
 * Looks through everything that is known, in slices. Nothing it keeps can be out of date: names never change, and folded labels are
 * held against what they were made of. What terms hold for is a number of bits for each label, each folder and each name;
 * a row matches if all three together have all of them.
 */
export class Finder {
  readonly #folded = new FoldedLabels();

  constructor(
    private readonly catalogue: Catalogue,
    private readonly labels: RowLabels,
  ) {}

  /** Rejects with the reason of the signal soon after it is aborted. */
  async find(terms: readonly SearchTerm[], within: FolderNode, limit: number, signal: AbortSignal): Promise<Found> {
    return best(within, await this.rank(terms, signal), limit);
  }

  /** For whoever is about to look at so many rows; undefined where deciding each by itself costs less. */
  async ranksFor(rows: number, terms: readonly SearchTerm[], signal?: AbortSignal): Promise<RowRanks | undefined> {
    const isWorthIt = terms.length > 0 && rows > this.catalogue.columns.count / aloneFactor;
    return isWorthIt ? this.rank(terms, signal) : undefined;
  }

  private async rank(terms: readonly SearchTerm[], signal?: AbortSignal): Promise<Ranked> {
    const breather = new Breather(signal);
    // Rows that come after this may have labels that were not looked at: the next search finds them.
    const byRow = new Uint8Array(this.catalogue.columns.count);
    const labels = await this.decideLabels(new LabelMatches(terms, this.labels.table, this.#folded), breather);
    const folders = await this.decideFolders(new FolderMatches(terms), breather);
    const areBare = !labels.byLabel.some(Boolean) && !folders.byFolder.some(Boolean);
    const decided = { areBare, byLabel: labels.byLabel, ...folders };
    const names = new NameMatches(terms);
    const isIn = new Uint8Array(this.catalogue.texts.folders.length);
    const note = (row: Row, rank: number): void => {
      byRow[row] = rank;
      isIn[this.catalogue.columns.folder[row] ?? 0] = 1;
    };
    for (const chunk of this.catalogue.texts.chunks()) {
      names.rank(chunk, this.around(chunk, decided), note);
      if (breather.isDue()) await breather.breathe();
    }
    return { byRow, isIn, revision: labels.revision };
  }

  private around(chunk: NameChunk, { areBare, byLabel, byFolder, tailsByFolder }: Decided): Surroundings {
    const { labels } = this;
    const { folder } = this.catalogue.columns;
    const { first } = chunk;
    return {
      areBare,
      bitsAt: (index) => (byLabel[labels.labelOf(first + index)] ?? 0) | (byFolder[folder[first + index] ?? 0] ?? 0),
      tailsAt: (index) => tailsByFolder[folder[first + index] ?? 0] ?? 0,
    };
  }

  /** As all labels were at one moment, so that of a write to many all is seen or nothing. */
  private async decideLabels(matches: LabelMatches, breather: Breather): Promise<OfLabels> {
    const { table } = this.labels;
    await this.labels.link();
    const { revision } = table;
    const bits = new Uint32Array(table.count + 1);
    for (let id: LabelId = 0; id < bits.length; id += 1) {
      bits[id] = matches.bitsOf(id);
      if (id % looksBetween === 0 && breather.isDue()) await breather.breathe();
    }
    if (matches.looksAtNotes) await this.decideNotes(matches, bits, breather);
    return table.revision === revision ? { byLabel: bits, revision } : this.decideAgain(matches, bits, revision);
  }

  private async decideNotes(matches: LabelMatches, bits: Uint32Array, breather: Breather): Promise<void> {
    const { notes } = this.labels.table;
    let looked = 0;
    for (const [id, text] of notes) {
      if (id < bits.length) bits[id] = (bits[id] ?? 0) | matches.bitsOfNotes(id, text);
      looked += 1;
      if (looked % notesBetween === 0 && breather.isDue()) await breather.breathe();
    }
    this.#folded.prune(notes);
  }

  /** Writes that came in between were seen on some labels and not on others: what they changed is decided at once. */
  private async decideAgain(matches: LabelMatches, before: Uint32Array, revision: number): Promise<OfLabels> {
    const { table } = this.labels;
    await this.labels.link();
    matches.forgetTags();
    const bits = new Uint32Array(table.count + 1);
    bits.set(before);
    for (let id: LabelId = 0; id < bits.length; id += 1) {
      if (id < before.length && !table.changes.hasChangedSince(id, revision)) continue;
      bits[id] = matches.bitsWithNotes(id);
    }
    return { byLabel: bits, revision: table.revision };
  }

  private async decideFolders(
    matches: FolderMatches,
    breather: Breather,
  ): Promise<Pick<Decided, 'byFolder' | 'tailsByFolder'>> {
    const paths = this.catalogue.texts.folders;
    const [byFolder, tailsByFolder] = [new Uint32Array(paths.length), new Uint32Array(paths.length)];
    for (let id = 0; id < byFolder.length; id += 1) {
      const path = paths[id] ?? '';
      byFolder[id] = matches.bitsOf(path);
      tailsByFolder[id] = matches.tailsOf(path);
      if (id % looksBetween === 0 && breather.isDue()) await breather.breathe();
    }
    return { byFolder, tailsByFolder };
  }
}

/** In one go, which takes a millisecond or two: what is there and what is counted is so at one moment. */
function best(within: FolderNode, { byRow, isIn }: Ranked, limit: number): Found {
  const found: Row[][] = Object.values(ranks).map(() => []);
  let total = 0;
  for (const { id, rows } of within.downwards()) {
    if (isIn[id] !== 1) continue;
    for (let at = 0; at < rows.length; at += 1) {
      const row = rows[at] ?? 0;
      const rank = byRow[row] ?? ranks.none;
      if (rank === ranks.none) continue;
      total += 1;
      const equals = found[rank];
      if (equals && equals.length < limit) equals.push(row);
    }
  }
  return { rows: found.flat().slice(0, limit), total };
}
