import type { ItemRow } from '../../../libs/contracts/src/index.ts';

export function itemRow(path: string, more: Partial<ItemRow> = {}): ItemRow {
  return {
    path,
    name: path.slice(path.lastIndexOf('/') + 1),
    type: 'image/jpeg',
    w: 300,
    h: 200,
    size: 1000,
    hasThumb: true,
    hasMeta: false,
    addedAt: '2026-01-01T00:00:00.000Z',
    fingerprint: `f:${path}`,
    star: null,
    tags: [],
    comments: '',
    version: 1,
    ...more,
  };
}
