import { computed, signal } from '@angular/core';
import type { Me } from '#contracts';
import type { GalleryApi } from '../api/gallery-api.ts';

/** Who the server takes this person for. */
export class Identity {
  private readonly known = signal<Me | null>(null);
  readonly me = this.known.asReadonly();
  /** Why this person may not label; null when they may, or as long as that is not known. */
  readonly whyNotLabel = computed(() =>
    this.known()?.role === 'viewer' ? 'You may look at this gallery, not label it.' : null,
  );

  constructor(
    private readonly api: Pick<GalleryApi, 'me' | 'signOut'>,
    /** Leads to where one can sign in. */
    private readonly leave: () => void,
  ) {}

  async load(): Promise<void> {
    this.known.set(await this.api.me());
  }

  /** The page is left only when the server has agreed: whoever walks away must not stay signed in. */
  async signOut(): Promise<void> {
    await this.api.signOut();
    this.leave();
  }
}
