import { readFileSync, writeFileSync } from 'node:fs';
import type { Sidecar } from '#contracts';

/** labels.json, as it stands in a workspace. */
export interface LabelsFile {
  version: 1;
  store_id: string;
  seq: number;
  saved_at: string;
  items: Record<string, LabelsFileItem>;
}

export interface LabelsFileItem extends Partial<Pick<Sidecar, 'tags' | 'notes' | 'star' | 'metrics'>> {
  updated_at: string;
  updated_by: string;
  item_version: number;
  [unknown: string]: unknown;
}

export function readLabelsFile(workspace: string): LabelsFile {
  return JSON.parse(readFileSync(`${workspace}/labels.json`, 'utf8')) as LabelsFile;
}

export function writeLabelsFile(workspace: string, file: LabelsFile): void {
  writeFileSync(`${workspace}/labels.json`, JSON.stringify(file));
}

/** Labels as another server would have left them: of these paths, each other than the next. */
export function labelsFileOf(paths: readonly string[]): LabelsFile {
  const items = paths.map((path, turn): [string, LabelsFileItem] => [
    // Without the slash at its head, as the file has them.
    path.slice(1),
    {
      tags: [`tag ${turn % 7}`, 'imported'],
      notes: `notes of ${turn}`,
      star: ([0, 1, 2, 3, 4, 5] as const)[turn % 6]!,
      updated_at: '2026-01-23T19:22:05Z',
      updated_by: `client:${turn % 3}`,
      item_version: 2 + (turn % 9),
    },
  ]);
  return {
    version: 1,
    store_id: '5f0c0c74-9a3b-4c7d-8a51-d7a1c1e3f000',
    seq: 4711,
    saved_at: '2026-01-23T19:25:15Z',
    items: Object.fromEntries(items),
  };
}
