import { isoTime } from '../../shared/iso-time.ts';
import type { Label } from '../label.ts';

/** One item of labels.json: its path without the leading slash, and what is known of it. */
export function itemLine(label: Label): string {
  const { path, tags, notes, star, updatedAt, updatedBy, version, metrics, extra } = label;
  const own = {
    tags,
    notes,
    star,
    updated_at: timeText(updatedAt),
    updated_by: updatedBy,
    item_version: version,
    metrics,
  };
  // Twice: first for the order in which they stand, then so that no unknown field takes the place of one of them.
  return `${JSON.stringify(path.slice(1))}: ${JSON.stringify(extra ? { ...own, ...extra, ...own } : own)}`;
}

/** Empty for never, as in the API. */
export function timeText(milliseconds: number): string {
  return milliseconds === 0 ? '' : isoTime(milliseconds);
}
