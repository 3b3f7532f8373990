import { limits, type ItemsUpdated, type ItemUpdated, type MetricsUpdated, type NumberedEvent } from '#contracts';
import { isoTime } from '../shared/iso-time.ts';
import { starIn, type LabelColumns } from './label-columns.ts';
import type { Accepted } from './label-store.ts';
import { unpackMetrics } from './packed-metrics.ts';

/** Such a write is told with everything that the item is; any other with names and versions only. */
export function isOfOneItem({ count, kind }: Pick<Accepted, 'count' | 'kind'>): boolean {
  return count === 1 && kind !== 'bulk';
}

/** What others are told of an accepted write, when it happens and when it is told again. */
export function eventOfWrite(accepted: Accepted): NumberedEvent {
  const { kind, labels } = accepted;
  const [columns] = labels;
  if (!columns || columns.count === 0) throw new Error('A write was accepted that changed nothing.');
  if (!isOfOneItem(accepted)) return { name: 'items-updated', event: itemsUpdated(accepted, columns) };
  if (kind === 'metrics') return { name: 'metrics-updated', event: metricsUpdated(accepted, columns) };
  return { name: 'item-updated', event: itemUpdated(accepted, columns) };
}

function itemUpdated(accepted: Accepted, columns: LabelColumns): ItemUpdated {
  const metrics = unpackMetrics(columns.metrics).get(0);
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
  return { ...common(accepted, columns), metrics: unpackMetrics(columns.metrics).get(0) ?? {} };
}

function common({ seq }: Accepted, columns: LabelColumns): Omit<MetricsUpdated, 'metrics'> {
  return {
    event_id: seq,
    path: columns.paths,
    version: columns.versions[0] ?? 1,
    updated_at: isoTime(columns.updatedAt[0] ?? 0),
    // What came from a file keeps its author.
    updated_by: columns.authors[columns.updatedBy[0] ?? 0] ?? '',
  };
}

function itemsUpdated(accepted: Accepted, columns: LabelColumns): ItemsUpdated {
  const { seq, gestureId, count, patch, metricKeys, actor, labels } = accepted;
  const paths = pathsThatFit(columns.paths.split('\0', limits.eventPaths));
  return {
    event_id: seq,
    gesture_id: gestureId,
    count,
    paths,
    versions: [...columns.versions.subarray(0, paths.length)],
    ...(patch ? { patch } : {}),
    ...(metricKeys ? { metric_keys: [...metricKeys] } : {}),
    updated_at: isoTime(
      labels.reduce((latest, { updatedAt }) => updatedAt.reduce((a, b) => Math.max(a, b), latest), 0),
    ),
    updated_by: actor,
    ...(count > paths.length ? { truncated: true } : {}),
  };
}

/** Five hundred of the longest paths would be two megabytes: more than a reader who is a moment late is allowed. */
function pathsThatFit(paths: readonly string[]): string[] {
  let characters = 0;
  const tooFar = paths.findIndex((path) => (characters += path.length) > limits.eventPathCharacters);
  return paths.slice(0, tooFar === -1 ? paths.length : tooFar);
}
