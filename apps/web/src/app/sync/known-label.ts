import type { ItemUpdated, Sidecar } from '#contracts';
import type { KnownLabel } from './edit.ts';

/** What people wrote, of all that the server tells of an item. */
export function labelIn({
  path,
  version,
  star,
  tags,
  notes,
  updated_at,
  updated_by,
}: Sidecar | ItemUpdated): KnownLabel {
  return { path, version, star, tags, notes, updatedAt: updated_at, updatedBy: updated_by };
}
