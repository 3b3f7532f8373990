import { createHash } from 'node:crypto';
import { ask } from './http-client.ts';
import { gesturesOf, historyOf, labelOf } from './labels.ts';

/** Everything a server tells of labels: each item with its past, what was done, the tags, the views. */
export async function labelSnapshot(server: { readonly url: string }, paths: readonly string[]): Promise<object> {
  const items = [];
  for (const path of paths) {
    // When a file has been read is a matter of time, and says nothing of what people wrote.
    const label = { ...(await labelOf(server, path)), hash: undefined };
    items.push({ label, history: await historyOf(server, path) });
  }
  const { tags } = (await ask(server, 'tags')).body;
  return { items, gestures: await gesturesOf(server), tags, views: (await ask(server, 'views')).body };
}

/** The same for the same values, in whatever order their fields stand. */
export function hashOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value, inOrder)).digest('hex');
}

function inOrder(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
