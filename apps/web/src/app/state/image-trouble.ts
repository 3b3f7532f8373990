import { computed, signal } from '@angular/core';
import type { ItemProblem, ItemRow } from '#contracts';
import { Failure, isCalledOff } from '../api/failure.ts';
import type { GalleryApi } from '../api/gallery-api.ts';

interface Words {
  readonly icon: string;
  readonly heading: string;
  readonly text: string;
  readonly mayRetry: boolean;
}

/** Why an image is not to be seen, in words, and whether trying again may help. */
export const troubles = {
  missing: {
    icon: 'missing',
    heading: 'The file is missing',
    text: 'There is no file where this image should be.',
    mayRetry: true,
  },
  denied: {
    icon: 'lock',
    heading: 'This image is not read',
    text: 'The server does not read it.',
    mayRetry: true,
  },
  undecodable: {
    icon: 'unseen',
    heading: 'This file cannot be shown',
    text: 'It is damaged, empty, or not an image although its name says so. Replacing the file repairs it.',
    mayRetry: false,
  },
  too_large: {
    icon: 'large',
    heading: 'Too large to show',
    text: 'Its header claims more pixels than Lenslet decodes. The file itself is untouched.',
    mayRetry: false,
  },
  unreachable: {
    icon: 'unreachable',
    heading: 'The server does not answer',
    text: 'The original could not be loaded. It will be here once the server is back.',
    mayRetry: true,
  },
  withheld: {
    icon: 'unreachable',
    heading: 'The image is out of reach',
    text: 'The server cannot get it now.',
    mayRetry: true,
  },
  unshown: {
    icon: 'unseen',
    heading: 'Your browser cannot show this image',
    text: 'The server has the file, but this browser could not decode it.',
    mayRetry: true,
  },
  gone: {
    icon: 'missing',
    heading: 'This image is not here',
    text: 'It was removed or renamed, or lies in another folder than the one shown.',
    mayRetry: false,
  },
} as const satisfies Readonly<Record<ItemProblem | 'unreachable' | 'withheld' | 'unshown' | 'gone', Words>>;

type Kind = keyof typeof troubles;

interface Said extends Words {
  readonly icon: (typeof troubles)[Kind]['icon'];
}

interface Found {
  readonly of: ItemRow;
  readonly kind: Kind;
  /** What the server says of it. */
  readonly sentence: string | null;
}

/** There is more than one reason for these, and the server knows which. */
const explained: ReadonlySet<Kind> = new Set<Kind>(['missing', 'denied', 'withheld']);

/** Finds out why an image is not to be seen: an element says only that it could not load it, and a row no more than a word. */
export class ImageTrouble {
  private readonly found = signal<Found | null>(null);
  private asked: ItemRow | null = null;
  private asking: AbortController | null = null;

  readonly of = computed<(Said & { readonly path: string }) | null>(() => {
    const found = this.found();
    if (found === null) return null;
    const words: Said = troubles[found.kind];
    return { path: found.of.path, ...words, text: found.sentence ?? words.text };
  });

  constructor(private readonly api: Pick<GalleryApi, 'probe'>) {}

  /** What is wrong with a row, by itself; the server's sentence comes a moment later. */
  inRow(row: ItemRow): Said | null {
    if (row.problem === undefined) return null;
    const [words, found] = [troubles[row.problem], this.found()];
    const isExplained = found?.of.path === row.path && found.kind === row.problem && found.sentence !== null;
    return isExplained ? { ...words, text: found.sentence } : words;
  }

  /** `hasFailed`: its original did not load. */
  look(row: ItemRow | null, hasFailed: boolean): void {
    const isToBeAsked = hasFailed || (row?.problem !== undefined && explained.has(row.problem));
    const item = isToBeAsked ? row : null;
    // A row is read again for its label, too.
    if (item !== null && this.asked !== null && isSame(item, this.asked)) return;
    this.asking?.abort();
    this.asked = item;
    this.found.set(null);
    if (item !== null) void this.ask(item);
  }

  private async ask(of: ItemRow): Promise<void> {
    const control = new AbortController();
    this.asking = control;
    let found: Found = { of, kind: 'unshown', sentence: null };
    try {
      await this.api.probe(of.path, of.fingerprint, control.signal);
    } catch (error) {
      if (isCalledOff(error)) return;
      found = { of, ...reasonIn(error) };
    }
    if (!control.signal.aborted) this.found.set(found);
  }
}

function isSame(a: ItemRow, b: ItemRow): boolean {
  return a.path === b.path && a.fingerprint === b.fingerprint && a.problem === b.problem;
}

function reasonIn(error: unknown): Pick<Found, 'kind' | 'sentence'> {
  const kind = kindOf(error);
  return { kind, sentence: explained.has(kind) && error instanceof Failure ? error.message : null };
}

function kindOf(error: unknown): Kind {
  if (!(error instanceof Failure)) return 'unreachable';
  if (error.code === 'source_unavailable') return 'withheld';
  if (error.kind !== 'refused') return 'unreachable';
  if (error.status === 404) return 'missing';
  return error.status === 403 || error.status === 401 ? 'denied' : 'undecodable';
}
