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
    text: 'It was here when the folder was listed, and is gone now. It will disappear from the grid in a moment.',
    mayRetry: true,
  },
  denied: {
    icon: 'lock',
    heading: 'No permission',
    text: 'The server may not read this file. Ask whoever runs it to change the permissions of the file.',
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
} as const satisfies Readonly<Record<ItemProblem | 'unreachable' | 'unshown' | 'gone', Words>>;

/** Finds out why an original could not be shown: an image element says only that it could not. */
export class ImageTrouble {
  private readonly found = signal<{ path: string; kind: keyof typeof troubles } | null>(null);
  private asking: AbortController | null = null;

  readonly of = computed(() => {
    const found = this.found();
    return found === null ? null : { path: found.path, ...troubles[found.kind] };
  });

  constructor(private readonly api: Pick<GalleryApi, 'probe'>) {}

  look(item: ItemRow | null): void {
    this.asking?.abort();
    this.found.set(null);
    if (item !== null) void this.ask(item);
  }

  private async ask(item: ItemRow): Promise<void> {
    const control = new AbortController();
    this.asking = control;
    let kind: keyof typeof troubles = 'unshown';
    try {
      await this.api.probe(item.path, item.fingerprint, control.signal);
    } catch (error) {
      if (isCalledOff(error)) return;
      kind = kindOf(error);
    }
    if (!control.signal.aborted) this.found.set({ path: item.path, kind });
  }
}

function kindOf(error: unknown): keyof typeof troubles {
  if (!(error instanceof Failure) || error.kind !== 'refused') return 'unreachable';
  if (error.status === 404) return 'missing';
  return error.status === 403 || error.status === 401 ? 'denied' : 'undecodable';
}
