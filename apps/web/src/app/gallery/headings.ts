import type { BrowseQuery, ItemRow } from '#contracts';
import type { Ends } from '../state/ends.ts';
import { parentOf } from '../state/place.ts';
import { bytes, count, isFileKnown, numberWords } from '../state/quantities.ts';
import { visibleText } from '../ui/visible-text.ts';

/** What a place of the result is named by: the value of its order, the folders it lies in, or both. */
export interface Heading {
  readonly value: string | null;
  /** From the open folder down; empty when it is that folder itself, or none in particular. */
  readonly folders: readonly string[];
}

const months = new Intl.DateTimeFormat('en', { month: 'long', year: 'numeric' });
const days = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'long', year: 'numeric' });
/** Up to so long from end to end, days say more than months. */
const FEW_DAYS_MS = 62 * 86_400_000;

/** Names places of one result by what it is ordered by. Where both ends have one name, so has everything between them. */
export class Headings {
  readonly isSpeaking: boolean;
  private readonly hasInitials: boolean;
  private readonly dates: Intl.DateTimeFormat;

  constructor(
    private readonly query: BrowseQuery,
    ends: Ends | null,
    /** What the open folder is called. */
    private readonly folderName: string,
  ) {
    this.dates = ends !== null && spanOf(query, ends) <= FEW_DAYS_MS ? days : months;
    this.hasInitials = ends !== null && initialOf(ends.first.name) !== initialOf(ends.last.name);
    this.isSpeaking = ends !== null && this.tellApart(ends);
  }

  /** The name of a row of images: that of its first, except where only what all have in common is true of it. */
  of(items: readonly ItemRow[]): Heading | null {
    const [first] = items;
    if (!this.isSpeaking || first === undefined) return null;
    const { key } = this.query.sort;
    if (key === 'path') {
      const folders = this.foldersOf(first);
      return folders.length === 0 ? { value: this.folderName, folders } : { value: null, folders };
    }
    if (key === 'name') return this.byName(first, items);
    return { value: this.valueOf(first), folders: [] };
  }

  /** In this order neighbours may come from anywhere: only the folders that all of them are in are named. */
  private byName(first: ItemRow, items: readonly ItemRow[]): Heading | null {
    const value = this.hasInitials ? initialOf(first.name) : null;
    const folders = this.sharedFolders(items);
    return value === null && folders.length === 0 ? null : { value, folders };
  }

  private tellApart({ first, last }: Ends): boolean {
    const { key } = this.query.sort;
    if (key === 'path') return parentOf(first.path) !== parentOf(last.path);
    if (key === 'name') return this.hasInitials || parentOf(first.path) !== parentOf(last.path);
    return this.valueOf(first) !== this.valueOf(last);
  }

  private valueOf(item: ItemRow): string {
    const { key } = this.query.sort;
    switch (key) {
      case 'added_at':
        return isFileKnown(item) ? this.date(item.addedAt) : 'Date not known';
      case 'updated_at':
        return item.updatedAt === undefined ? 'Not changed yet' : this.date(item.updatedAt);
      case 'star':
        return starsWords(item.star);
      case 'size':
        return isFileKnown(item) ? bytes(item.size) : 'Size not known';
      case 'width':
        return item.w === 0 ? 'Size not known' : `${count(item.w)} px wide`;
      case 'height':
        return item.h === 0 ? 'Size not known' : `${count(item.h)} px high`;
      default:
        return metricWords(key.replace(/^metric:/, ''), item);
    }
  }

  private date(iso: string): string {
    const date = new Date(iso);
    return Number.isNaN(date.getTime()) ? iso : this.dates.format(date);
  }

  private foldersOf({ path }: ItemRow): readonly string[] {
    const base = this.query.path === '/' ? '' : this.query.path;
    return parentOf(path).slice(base.length).split('/').filter(Boolean).map(visibleText);
  }

  private sharedFolders(items: readonly ItemRow[]): readonly string[] {
    const [first = [], ...others] = items.map((item) => this.foldersOf(item));
    const end = first.findIndex((folder, depth) => others.some((other) => other[depth] !== folder));
    return end < 0 ? first : first.slice(0, end);
  }
}

/** In one line, as it stands in the bubble. */
export function headingWords({ value, folders }: Heading): string {
  return [value, folders.join(' / ')].filter((part) => part !== null && part !== '').join(' · ');
}

function spanOf({ sort }: BrowseQuery, { first, last }: Ends): number {
  const time = ({ addedAt, updatedAt }: ItemRow): number =>
    Date.parse(sort.key === 'added_at' ? addedAt : (updatedAt ?? ''));
  const span = Math.abs(time(first) - time(last));
  // Some have no date, and stand at the end: the dates before them may be any.
  return Number.isNaN(span) ? Infinity : span;
}

/** The letter that a name begins with, as a book would list it. */
function initialOf(name: string): string {
  const [first = ''] = name.normalize('NFKD');
  if (/\p{N}/u.test(first)) return '0–9';
  return /\p{L}/u.test(first) ? first.toLocaleUpperCase('en') : '#';
}

function starsWords(star: ItemRow['star']): string {
  if (star === null) return 'No star';
  return star === 0 ? '★ 0' : '★'.repeat(star);
}

function metricWords(name: string, { metrics }: ItemRow): string {
  const value = metrics?.[name];
  return value === undefined ? `Without ${visibleText(name)}` : `${visibleText(name)} ${numberWords(value)}`;
}
