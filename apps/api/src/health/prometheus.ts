import type { Health, PresenceDiagnostics } from '#contracts';

type Kind = 'gauge' | 'counter';
type Sample = readonly [labels: string, value: number];
type Metric = readonly [name: string, kind: Kind, help: string, samples: readonly Sample[]];

/** The numbers of the health report as Prometheus reads them. */
export function prometheusText(health: Health, people: PresenceDiagnostics): string {
  return metricsOf(health, people).map(asText).join('');
}

function metricsOf(health: Health, people: PresenceDiagnostics): Metric[] {
  const { labels, indexing, workers, storage, hits, memory, browse, auth } = health;
  const kinds = Object.entries(workers);
  return [
    ['up', 'gauge', 'The gallery is served and labels can be kept', one(health.ok)],
    ['labels_acked_seq', 'counter', 'Sequence number of the last accepted write', one(labels.acked_seq)],
    ['labels_flushed_seq', 'counter', 'Sequence number up to which labels.json is written', one(labels.flushed_seq)],
    ['labels_waiting', 'gauge', 'Writes that wait for the disk', one(labels.waiting)],
    ['labels_commit_seconds', 'gauge', 'How long the last write took to be on disk', one(labels.last_commit_ms / 1000)],
    ['labelled_items', 'gauge', 'Items that somebody labelled', one(labels.count)],
    ['labels_writable', 'gauge', 'Writes are kept', one(['ok', 'degraded'].includes(labels.state))],
    ['labels_file_good', 'gauge', 'labels.json is written', one(labels.state === 'ok')],
    ['items', 'gauge', 'Images found', one(indexing.items)],
    ['items_described', 'gauge', 'Images whose header has been read', one(indexing.headers)],
    ['folders', 'gauge', 'Folders known', one(indexing.total)],
    ['folders_listed', 'gauge', 'Folders listed', one(indexing.done)],
    ['worker_jobs_queued', 'gauge', 'Jobs that wait', kinds.map(([kind, { queued }]) => [`{kind="${kind}"}`, queued])],
    [
      'worker_jobs_running',
      'gauge',
      'Jobs under way',
      kinds.map(([kind, { running }]) => [`{kind="${kind}"}`, running]),
    ],
    ['worker_jobs_total', 'counter', 'Jobs done', kinds.map(([kind, { done }]) => [`{kind="${kind}"}`, done])],
    [
      'worker_jobs_failed_total',
      'counter',
      'Jobs failed',
      kinds.map(([kind, { failed }]) => [`{kind="${kind}"}`, failed]),
    ],
    [
      'worker_jobs_killed_total',
      'counter',
      'Jobs killed',
      kinds.map(([kind, { killed }]) => [`{kind="${kind}"}`, killed]),
    ],
    ['storage_up', 'gauge', 'The folder of the gallery is there', one(storage.ok)],
    [
      'folder_listings_total',
      'counter',
      'Folders listed, those known by a manifest not counted',
      one(storage.listings),
    ],
    ['storage_latency_seconds', 'gauge', 'How long listings took lately', one(storage.latency_ms / 1000)],
    ['thumb_hit_ratio', 'gauge', 'Thumbnails that were there when asked for', one(hits.thumb)],
    ['manifest_hit_ratio', 'gauge', 'Folders that did not have to be listed', one(hits.manifest)],
    ['browse_results', 'gauge', 'Answers kept for scrolling', one(browse.cached_results)],
    ['resident_memory_bytes', 'gauge', 'Memory of the server without its children', one(memory.rss_bytes)],
    ['streams', 'gauge', 'Open streams', one(people.connected_sse_clients)],
    ['streams_dropped_total', 'counter', 'Readers that were too slow', one(people.dropped_slow_clients_total)],
    ['stream_replay_misses_total', 'counter', 'Readers told to begin again', one(people.replay_miss_total)],
    ['sessions', 'gauge', 'Tabs that are there', one(people.active_clients)],
    ['session_scopes', 'gauge', 'Folders with tabs in them', one(people.active_scopes)],
    ['sessions_pruned_total', 'counter', 'Tabs that vanished', one(people.stale_pruned_total)],
    ['invalid_leases_total', 'counter', 'Requests with a wrong lease', one(people.invalid_lease_total)],
    [
      'ignored_proxy_headers_total',
      'counter',
      'Requests that named a person from an address that is no proxy of ours',
      one(auth.ignored_proxy_headers),
    ],
  ];
}

function one(value: number | boolean): readonly Sample[] {
  return [['', Number(value)]];
}

function asText([name, kind, help, samples]: Metric): string {
  const full = `lenslet_${name}`;
  const lines = samples.map(([labels, value]) => `${full}${labels} ${String(value)}\n`);
  return `# HELP ${full} ${help}\n# TYPE ${full} ${kind}\n${lines.join('')}`;
}
