import { signal } from '@angular/core';
import { importTypes, type ImportAnswer, type ImportPolicy, type ImportPreview, type ImportState } from '#contracts';
import type { GalleryApi } from '../api/gallery-api.ts';
import { Failure, isCalledOff } from '../api/failure.ts';
import type { Clock } from '../sync/clock.ts';
import { nameInHeader } from '../sync/edit-sender.ts';

/** How far one is: a file is chosen, sent, looked at, taken in. */
export type ImportStep =
  | { readonly kind: 'choosing'; readonly trouble: string | null }
  | { readonly kind: 'sending'; readonly name: string; readonly share: number }
  | { readonly kind: 'deciding'; readonly name: string; readonly found: ImportPreview; readonly trouble: string | null }
  | { readonly kind: 'importing'; readonly name: string; readonly share: number };

export interface ImportWish {
  readonly policy: ImportPolicy;
  readonly skipsRefused: boolean;
}

const LOOK_MS = 700;
/** Where the answer was lost on its way, the same request is sent again: the server does it once. */
const TRIES = 20;

/** Takes a file of labels to the server and in. The file goes there once, and is looked through before anything is done. */
export class LabelImport {
  private readonly now = signal<ImportStep>({ kind: 'choosing', trouble: null });
  readonly step = this.now.asReadonly();
  private sending: AbortController | null = null;
  /** Of one file, by how it is imported: the answer that was lost may have been that it is done. */
  private readonly keys = new Map<string, string>();

  constructor(
    private readonly api: Pick<GalleryApi, 'previewImport' | 'importKept' | 'importState'>,
    private readonly clock: Clock,
    private readonly parts: {
      readonly name: () => string;
      readonly clientId: () => string;
      readonly newKey: () => string;
    },
  ) {}

  async send(file: File): Promise<void> {
    const type = typeOf(file.name);
    if (type === null) {
      this.now.set({ kind: 'choosing', trouble: 'A file of labels ends in .json, .ndjson or .csv.' });
      return;
    }
    const { name } = file;
    this.now.set({ kind: 'sending', name, share: 0 });
    this.sending = new AbortController();
    const { signal: until } = this.sending;
    try {
      const progress = (share: number): void => {
        this.now.set({ kind: 'sending', name, share });
      };
      const found = await this.api.previewImport(file, type, this.headers(this.parts.newKey()), progress, until);
      this.keys.clear();
      this.now.set({ kind: 'deciding', name, found, trouble: null });
    } catch (error) {
      this.now.set({ kind: 'choosing', trouble: isCalledOff(error) ? null : messageOf(error) });
    }
  }

  /** What came of it; null when it was refused, which the step says. */
  async take({ policy, skipsRefused }: ImportWish): Promise<ImportAnswer | null> {
    const deciding = this.now();
    if (deciding.kind !== 'deciding') return null;
    const { name, found } = deciding;
    this.now.set({ kind: 'importing', name, share: 0 });
    const cancel = this.lookAgain(name, found.id);
    try {
      return await this.importOnce(found.id, policy, skipsRefused);
    } catch (error) {
      this.now.set({ ...deciding, trouble: messageOf(error) });
      return null;
    } finally {
      cancel();
    }
  }

  /** Another file, or none. */
  startOver(): void {
    this.sending?.abort();
    this.now.set({ kind: 'choosing', trouble: null });
  }

  private async importOnce(id: string, policy: ImportPolicy, skipsRefused: boolean): Promise<ImportAnswer> {
    const headers = this.headers(this.keyOf(`${id} ${policy} ${String(skipsRefused)}`));
    for (let tried = 1; ;) {
      try {
        return await this.api.importKept(id, policy, skipsRefused, headers);
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        // The server is at it: that may take minutes, and is no failure.
        if (error.code !== 'idempotency_in_flight') {
          if (error.kind === 'refused' || tried >= TRIES) throw error;
          tried += 1;
        }
        await new Promise<void>((resolve) => void this.clock.after(LOOK_MS, resolve));
      }
    }
  }

  private keyOf(wish: string): string {
    const key = this.keys.get(wish) ?? this.parts.newKey();
    this.keys.set(wish, key);
    return key;
  }

  private lookAgain(name: string, id: string): () => void {
    let isOver = false;
    const look = (): void => {
      if (isOver) return;
      const show = ({ done, total }: ImportState): void => {
        if (!isOver) this.now.set({ kind: 'importing', name, share: total === 0 ? 0 : done / total });
      };
      // Only how far it is: what becomes of it, the request itself tells.
      void this.api
        .importState(id)
        .then(show, () => undefined)
        .finally(() => this.clock.after(LOOK_MS, look));
    };
    this.clock.after(LOOK_MS, look);
    return () => {
      isOver = true;
    };
  }

  private headers(key: string): Record<string, string> {
    const [name, clientId] = [this.parts.name(), this.parts.clientId()];
    return {
      'idempotency-key': key,
      'x-client-id': clientId,
      ...(name === '' ? {} : { 'x-updated-by': nameInHeader(name) }),
    };
  }
}

/** By the name, since browsers do not know two of the types. */
function typeOf(name: string): string | null {
  const ending = /\.(json|ndjson|jsonl|csv)$/i.exec(name)?.[1]?.toLowerCase().replace('jsonl', 'ndjson');
  return Object.entries<string>(importTypes).find(([, format]) => format === ending)?.[0] ?? null;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : 'It did not work.';
}
