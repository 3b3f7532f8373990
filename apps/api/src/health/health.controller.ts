import { Controller, Header, Inject } from '@nestjs/common';
import type { Alive, Health, LabelsStatus, PresenceDiagnostics, Ready, WorkerStatus } from '#contracts';
import { Doorman } from '../auth/doorman.ts';
import { FrozenResults } from '../browse/frozen-results.ts';
import { GalleryRoot } from '../catalogue/gallery-root.ts';
import { Indexer } from '../catalogue/indexer.ts';
import { TableFeeder } from '../catalogue/table-feeder.ts';
import { LabelBook } from '../persistence/label-book.ts';
import { LabelStore } from '../persistence/label-store.ts';
import { LabelsFlusher } from '../persistence/labels-flusher.ts';
import { SETTINGS } from '../settings/settings.module.ts';
import type { Settings } from '../settings/settings.ts';
import { Problem } from '../shared/problem.ts';
import { Route } from '../shared/route.decorator.ts';
import { Sidecars } from '../sidecars/sidecars.ts';
import { ThumbMaker } from '../thumbs/thumb-maker.ts';
import type { JobKind } from '../workers/worker-jobs.ts';
import { WorkerPool } from '../workers/worker-pool.ts';
import { Lifecycle } from './lifecycle.ts';
import { PresenceStatus } from './presence-status.ts';
import { prometheusText } from './prometheus.ts';

@Controller()
export class HealthController {
  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly indexer: Indexer,
    private readonly root: GalleryRoot,
    private readonly pool: WorkerPool,
    private readonly thumbs: ThumbMaker,
    private readonly results: FrozenResults,
    private readonly lifecycle: Lifecycle,
    private readonly book: LabelBook,
    private readonly store: LabelStore,
    private readonly flusher: LabelsFlusher,
    private readonly sidecars: Sidecars,
    private readonly presence: PresenceStatus,
    private readonly doorman: Doorman,
    private readonly table: TableFeeder,
  ) {}

  @Route('health')
  read(): Health {
    const { gallery, version } = this.settings;
    const isSourceThere = this.root.isThere;
    const presence = this.presence.counters();
    const table = this.table.status();
    return {
      ok: isSourceThere && !this.lifecycle.isStopping && this.book.state !== 'failed',
      version,
      mode: 'directory',
      root: gallery.label,
      can_write: gallery.workspace !== null,
      durability: this.store.facts.durability,
      pending_label_flush_count: this.store.facts.durability === 'memory' ? 0 : this.flusher.pending,
      last_label_flush_at: this.flusher.lastFlushAt,
      labels: this.labels(),
      store_id: this.store.facts.storeId,
      indexing: this.indexer.status(),
      workers: { thumbs: this.statusOf('thumb'), headers: this.statusOf('headers') },
      storage: {
        kind: gallery.location.kind,
        ok: isSourceThere,
        listings: this.indexer.listings(),
        latency_ms: Math.round(this.indexer.latencyMs * 10) / 10,
      },
      ...(table ? { table } : {}),
      hits: { manifest: this.indexer.manifestHits(), thumb: this.thumbs.hits() },
      browse: { cached_results: this.results.size },
      memory: { rss_bytes: process.memoryUsage.rss() },
      collab_enabled: true,
      sse_clients: presence.connected_sse_clients,
      presence,
      auth: { ignored_proxy_headers: this.doorman.ignoredHeaders },
    };
  }

  @Route('prometheus')
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  prometheus(): string {
    return prometheusText(this.read(), this.presence.diagnostics());
  }

  @Route('presenceDiagnostics')
  diagnosePresence(): PresenceDiagnostics {
    return this.presence.diagnostics();
  }

  @Route('healthLive')
  alive(): Alive {
    return { ok: true };
  }

  @Route('healthReady')
  ready(): Ready {
    if (this.lifecycle.isStopping) throw new Problem('shutting_down', 'The server is shutting down.');
    if (this.book.state === 'loading') throw new Problem('labels_loading', 'The labels are still being read.');
    if (this.book.failure) throw new Problem('storage_failed', this.book.failure.message);
    return { ok: true };
  }

  private labels(): LabelsStatus {
    const { state, failure, ackedSeq, table } = this.book;
    const lateCopy = this.flusher.error ?? this.sidecars.error;
    const error = failure?.message ?? lateCopy;
    return {
      state: state === 'ok' && lateCopy !== undefined ? 'degraded' : state,
      count: table.labelled,
      acked_seq: ackedSeq,
      flushed_seq: this.flusher.flushedSeq,
      last_commit_ms: Math.round(this.store.lastCommitMs * 10) / 10,
      waiting: this.store.waiting,
      ...(error === undefined ? {} : { error }),
    };
  }

  private statusOf(kind: JobKind): WorkerStatus {
    return { ...this.pool.countersOf(kind) };
  }
}
