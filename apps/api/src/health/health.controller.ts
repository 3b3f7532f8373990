import { Controller, Inject } from '@nestjs/common';
import type { Alive, Health, Ready, WorkerStatus } from '#contracts';
import { FrozenResults } from '../browse/frozen-results.ts';
import { Indexer } from '../catalogue/indexer.ts';
import { SETTINGS } from '../settings/settings.module.ts';
import type { Settings } from '../settings/settings.ts';
import { Problem } from '../shared/problem.ts';
import { Route } from '../shared/route.decorator.ts';
import { ThumbMaker } from '../thumbs/thumb-maker.ts';
import type { JobKind } from '../workers/worker-jobs.ts';
import { WorkerPool } from '../workers/worker-pool.ts';
import { Lifecycle } from './lifecycle.ts';

@Controller()
export class HealthController {
  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly indexer: Indexer,
    private readonly pool: WorkerPool,
    private readonly thumbs: ThumbMaker,
    private readonly results: FrozenResults,
    private readonly lifecycle: Lifecycle,
  ) {}

  @Route('health')
  read(): Health {
    const { gallery, version } = this.settings;
    const isSourceThere = this.indexer.isSourceThere();
    return {
      ok: isSourceThere && !this.lifecycle.isStopping,
      version,
      mode: 'directory',
      root: gallery.label,
      can_write: gallery.workspace !== null,
      indexing: this.indexer.status(),
      workers: { thumbs: this.statusOf('thumb'), headers: this.statusOf('headers') },
      storage: { kind: 'local', ok: isSourceThere, latency_ms: Math.round(this.indexer.latencyMs * 10) / 10 },
      hits: { manifest: this.indexer.manifestHits(), thumb: this.thumbs.hits() },
      browse: { cached_results: this.results.size },
      memory: { rss_bytes: process.memoryUsage.rss() },
    };
  }

  @Route('healthLive')
  alive(): Alive {
    return { ok: true };
  }

  @Route('healthReady')
  ready(): Ready {
    if (this.lifecycle.isStopping) throw new Problem('shutting_down', 'The server is shutting down.');
    return { ok: true };
  }

  private statusOf(kind: JobKind): WorkerStatus {
    return { ...this.pool.countersOf(kind) };
  }
}
