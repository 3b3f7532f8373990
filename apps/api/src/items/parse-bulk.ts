import {
  limits,
  type BulkPatch,
  type BulkRequest,
  type Metrics,
  type MetricsOfItem,
  type MetricsProgress,
  type MetricsRequest,
  type Scope,
} from '#contracts';
import { parseQuery } from '../browse/parse-query.ts';
import { integerAt, listAt, objectAt, refused, refuseOthers, textAt, type Fields } from '../shared/body-fields.ts';
import { cleanPath } from '../shared/gallery-path.ts';
import { labelPatchIn } from '../shared/label-fields.ts';

const unlimited = Number.MAX_SAFE_INTEGER;
/** More ranges than a person can select. */
const rangesMax = 100_000;

export function parseBulkRequest(body: unknown): BulkRequest {
  const fields = objectAt(body, 'body');
  refuseOthers(fields, ['scope', 'patch']);
  return { scope: scopeIn(objectAt(fields['scope'], 'scope')), patch: patchIn(objectAt(fields['patch'], 'patch')) };
}

export function parseMetricsRequest(body: unknown): MetricsRequest {
  const fields = objectAt(body, 'body');
  refuseOthers(fields, ['items', 'gallery_id', 'progress']);
  const { gallery_id, progress } = fields;
  const items = listAt(fields['items'], 'items', limits.metricsItems).map(metricsOfItem);
  if (new Set(items.flatMap(({ metrics }) => Object.keys(metrics))).size > limits.metricNames) {
    throw refused('items', `must have at most ${String(limits.metricNames)} different metrics`);
  }
  return {
    items,
    ...(gallery_id === undefined ? {} : { gallery_id: cleanPath(textAt(gallery_id, 'gallery_id'), 'gallery_id') }),
    ...(progress === undefined ? {} : { progress: progressIn(objectAt(progress, 'progress')) }),
  };
}

function scopeIn(fields: Fields): Scope {
  const kinds = ['paths', 'result', 'query'].filter((kind) => fields[kind] !== undefined);
  if (kinds.length !== 1) throw refused('scope', 'must have one of paths, result and query');
  if (fields['paths'] !== undefined) {
    refuseOthers(fields, ['paths'], 'scope.');
    return { paths: pathsAt(fields['paths'], 'scope.paths') };
  }
  if (fields['query'] !== undefined) {
    refuseOthers(fields, ['query'], 'scope.');
    return { query: parseQuery(fields['query'], 'scope.query') };
  }
  refuseOthers(fields, ['result', 'ranges', 'except'], 'scope.');
  return {
    result: textAt(fields['result'], 'scope.result'),
    ranges: listAt(fields['ranges'], 'scope.ranges', rangesMax).map(rangeIn),
    ...(fields['except'] === undefined ? {} : { except: pathsAt(fields['except'], 'scope.except') }),
  };
}

function rangeIn(value: unknown): [number, number] {
  const range = listAt(value, 'scope.ranges', 2);
  const from = integerAt(range[0], 'scope.ranges', 0, unlimited);
  return [from, integerAt(range[1], 'scope.ranges', from, unlimited)];
}

/** Each once, in their order. */
function pathsAt(value: unknown, field: string): string[] {
  return [...new Set(listAt(value, field, limits.bulkPaths).map((path) => cleanPath(textAt(path, field), field)))];
}

function patchIn(fields: Fields): BulkPatch {
  refuseOthers(fields, ['set_star', 'add_tags', 'remove_tags'], 'patch.');
  return labelPatchIn(fields, 'patch.');
}

function metricsOfItem(value: unknown): MetricsOfItem {
  const fields = objectAt(value, 'items');
  refuseOthers(fields, ['path', 'metrics'], 'items.');
  const path = cleanPath(textAt(fields['path'], 'items.path'), 'items.path');
  return { path, metrics: metricsIn(objectAt(fields['metrics'], 'items.metrics')) };
}

function metricsIn(fields: Fields): Metrics {
  const entries = Object.entries(fields);
  if (entries.length > limits.metricsPerItem) {
    throw refused('items.metrics', `must have at most ${String(limits.metricsPerItem)} numbers`);
  }
  for (const [name, number] of entries) {
    if (name === '' || name.length > limits.metricNameCharacters) {
      throw refused('items.metrics', `must have names of 1 to ${String(limits.metricNameCharacters)} characters`);
    }
    // Not finite ones cannot be written in JSON, and are refused by whoever reads the body.
    if (typeof number !== 'number') throw refused('items.metrics', 'must hold numbers only');
  }
  // Just looked at, one by one.
  return Object.fromEntries(entries) as Metrics;
}

function progressIn(fields: Fields): MetricsProgress {
  refuseOthers(fields, ['percent', 'message'], 'progress.');
  const { percent, message } = fields;
  if (typeof percent !== 'number' || percent < 0 || percent > 100) {
    throw refused('progress.percent', 'must be a number from 0 to 100');
  }
  if (message === undefined) return { percent };
  const text = textAt(message, 'progress.message');
  if (text.length > limits.metricNameCharacters * 4) throw refused('progress.message', 'must be shorter');
  return { percent, message: text };
}
