import type { BrowsePart, BrowseReply, ItemField, ItemPart, ItemRow } from '#contracts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import { describeItem } from '../catalogue/describe-item.ts';
import type { HeaderReader } from '../catalogue/header-reader.ts';
import type { Announcer } from '../events/announcer.ts';
import type { LabelBook } from '../persistence/label-book.ts';
import type { FrozenResult } from './frozen-results.ts';

/** A window waits so long for the sizes of its images. */
const headerPatienceMs = 100;
const fromHeaders: readonly ItemField[] = ['type', 'w', 'h', 'hasMeta', 'problem'];

/** A part of a result to be shown: all fields of its items, or those that are named. */
export interface Window {
  readonly offset: number;
  readonly limit: number;
  readonly fields?: readonly ItemField[] | undefined;
}

/** Describes the items of a window as they are now. */
export class WindowReader {
  constructor(
    private readonly catalogue: Catalogue,
    private readonly headers: HeaderReader,
    private readonly book: LabelBook,
    private readonly announcer: Announcer,
  ) {}

  async show(result: FrozenResult, { offset, limit, fields }: Window): Promise<BrowseReply> {
    // Before anything is read: what changes meanwhile is told on a stream that begins there.
    const head = this.book.cursor;
    const rows = result.rows.subarray(offset, offset + limit);
    if (!fields || fields.some((field) => fromHeaders.includes(field)))
      await this.headers.describe(rows, headerPatienceMs);
    const labels = await this.book.labelsOf(() => Array.from(rows, (row) => this.catalogue.pathOf(row)));
    this.announcer.announce('items-shown', { rows: [...rows] });
    const items = Array.from(rows, (row) => describeItem(this.catalogue, labels, row));
    const window = { result: result.id, total: result.rows.length, offset, partial: result.isPartial, head };
    if (!fields) return { ...window, items };
    const part: BrowsePart = { ...window, items: items.map((item) => partOf(item, fields)) };
    return part;
  }

  placeOf(result: FrozenResult, path: string): number | null {
    const row = this.catalogue.find(path);
    const place = row === undefined ? -1 : result.rows.indexOf(row);
    return place < 0 ? null : place;
  }
}

function partOf(item: ItemRow, fields: readonly ItemField[]): ItemPart {
  const kept = fields.filter((field) => field in item).map((field) => [field, item[field]] as const);
  return { path: item.path, ...Object.fromEntries(kept) };
}
