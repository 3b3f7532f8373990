import { computed, signal } from '@angular/core';
import type { Me } from '#contracts';
import type { GalleryApi } from '../api/gallery-api.ts';

/** Roles change, and cookies end: so often one asks again who one is. */
const LOOK_MS = 60_000;

/** Who the server takes this person for. */
export class Identity {
  private readonly known = signal<Me | null>(null, { equal: isSame });
  readonly me = this.known.asReadonly();
  /** Why this person may not label; null when they may, or as long as that is not known. */
  readonly whyNotLabel = computed(() =>
    this.known()?.role === 'viewer' ? 'You may look at this gallery, not label it.' : null,
  );

  /** Something was refused that was thought to be allowed. Set by whoever asks. */
  doubt: () => void = () => undefined;

  constructor(
    private readonly api: Pick<GalleryApi, 'me' | 'signOut'>,
    /** Leads to where one can sign in. */
    private readonly leave: () => void,
  ) {}

  /** Asks, and answers when to ask again. */
  async check(): Promise<number> {
    this.known.set(await this.api.me());
    return LOOK_MS;
  }

  /** The page is left only when the server has agreed: whoever walks away must not stay signed in. */
  async signOut(): Promise<void> {
    await this.api.signOut();
    this.leave();
  }
}

function isSame(a: Me | null, b: Me | null): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
