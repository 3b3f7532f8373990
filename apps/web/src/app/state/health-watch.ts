import { computed, signal } from '@angular/core';
import type { Health } from '#contracts';
import type { GalleryApi } from '../api/gallery-api.ts';

const RUNNING_MS = 2000;
const QUIET_MS = 15_000;

/** The state of the server, as far as people care: the name of the gallery, and how far it has been read. */
export class HealthWatch {
  private readonly latest = signal<Health | null>(null);
  readonly health = this.latest.asReadonly();
  readonly isIndexing = computed(() => this.latest()?.indexing.state === 'running');
  /** All is listed, and the headers of images are being read. */
  readonly isReading = computed(() => isReading(this.latest()));

  constructor(private readonly api: Pick<GalleryApi, 'health'>) {}

  /** Asks, and answers when to ask again. */
  async check(): Promise<number> {
    const health = await this.api.health();
    this.latest.set(health);
    return health.indexing.state === 'running' || isReading(health) ? RUNNING_MS : QUIET_MS;
  }
}

function isReading(health: Health | null): boolean {
  if (health === null || health.indexing.state === 'running') return false;
  const { queued, running } = health.workers.headers;
  return queued + running > 0;
}
