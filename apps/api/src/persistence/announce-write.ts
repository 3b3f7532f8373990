import { limits, type ItemsUpdated, type ItemUpdated, type MetricsUpdated } from '#contracts';
import type { Announcer } from '../events/announcer.ts';
import { isoTime } from '../shared/iso-time.ts';
import { starIn, type LabelColumns } from './label-columns.ts';
import type { Accepted } from './label-store.ts';

/** Tells what an accepted write has changed: an item's label, an item's metrics, or several items at once. */
export function announceWrite(announcer: Announcer, accepted: Accepted, clientId: string | null): void {
  const [columns] = accepted.labels;
  if (!columns || columns.count === 0) return;
  if (accepted.count > 1 || accepted.kind === 'bulk') {
    announcer.announce('items-updated', { event: itemsUpdated(accepted), clientId });
  } else if (accepted.kind === 'metrics') {
    announcer.announce('metrics-updated', { event: metricsUpdated(accepted, columns), clientId });
  } else announcer.announce('item-updated', { event: itemUpdated(accepted, columns), clientId });
}

function itemUpdated(accepted: Accepted, columns: LabelColumns): ItemUpdated {
  const metrics = columns.metrics[0]?.[1];
  return {
    ...common(accepted, columns),
    tags: [...(columns.tagLists[columns.tags[0] ?? 0] ?? [])],
    notes: columns.notes[0]?.[1] ?? '',
    star: starIn(columns, 0),
    gesture_id: accepted.gestureId,
    ...(metrics ? { metrics } : {}),
  };
}

function metricsUpdated(accepted: Accepted, columns: LabelColumns): MetricsUpdated {
  return { ...common(accepted, columns), metrics: columns.metrics[0]?.[1] ?? {} };
}

function common({ seq, actor }: Accepted, columns: LabelColumns): Omit<MetricsUpdated, 'metrics'> {
  return {
    event_id: seq,
    path: columns.paths,
    version: columns.versions[0] ?? 1,
    updated_at: isoTime(columns.updatedAt[0] ?? 0),
    updated_by: actor,
  };
}

function itemsUpdated({ seq, gestureId, count, patch, metricKeys, actor, labels }: Accepted): ItemsUpdated {
  const listed = labels[0];
  return {
    event_id: seq,
    gesture_id: gestureId,
    count,
    paths: listed ? listed.paths.split('\0', limits.eventPaths) : [],
    versions: [...(listed?.versions.subarray(0, limits.eventPaths) ?? [])],
    ...(patch ? { patch } : {}),
    ...(metricKeys ? { metric_keys: [...metricKeys] } : {}),
    updated_at: isoTime(
      labels.reduce((latest, { updatedAt }) => updatedAt.reduce((a, b) => Math.max(a, b), latest), 0),
    ),
    updated_by: actor,
    ...(count > limits.eventPaths ? { truncated: true } : {}),
  };
}
