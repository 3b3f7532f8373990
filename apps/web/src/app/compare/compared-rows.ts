import type { ItemRow } from '#contracts';
import { Failure, isCalledOff } from '../api/failure.ts';
import type { GalleryApi } from '../api/gallery-api.ts';
import type { Comparison } from '../state/comparison.ts';
import { parentOf } from '../state/place.ts';

type Api = Pick<GalleryApi, 'browse' | 'window'>;

/** Reads what the lists say of the images that are compared: a link may name any, wherever they lie. */
export class ComparedRows {
  private reading: AbortController | null = null;

  constructor(
    private readonly api: Api,
    private readonly comparison: Pick<Comparison, 'note'>,
  ) {}

  /** Reads all of them again; a reading that is under way is called off, for it may not know what this one is for. */
  async read(paths: readonly string[]): Promise<void> {
    this.stop();
    const control = new AbortController();
    this.reading = control;
    await Promise.all(paths.map((path) => this.readOne(path, control.signal)));
  }

  stop(): void {
    this.reading?.abort();
  }

  private async readOne(path: string, called: AbortSignal): Promise<void> {
    try {
      const row = await rowOf(this.api, path, called);
      if (!called.aborted) this.comparison.note(path, row);
    } catch (error) {
      // Away for a moment: what is known stays, and it is read again when the server is back.
      if (isCalledOff(error) || called.aborted || !isNotThere(error)) return;
      this.comparison.note(path, null);
    }
  }
}

/** Neither its folder, nor a place where it could be. */
function isNotThere(error: unknown): boolean {
  return error instanceof Failure && (error.status === 404 || error.status === 400);
}

/** Its row in the list of its folder. */
async function rowOf(api: Api, path: string, called: AbortSignal): Promise<ItemRow | null> {
  const query = { path: parentOf(path), recursive: false, sort: { key: 'name', dir: 'asc' } } as const;
  const { result, located } = await api.browse({ ...query, offset: 0, limit: 1, locate: path }, called);
  if (located === undefined || located === null) return null;
  const { items } = await api.window(result, located, 1, called);
  return items.find((item) => item.path === path) ?? null;
}
