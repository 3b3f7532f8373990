import type { Health } from '#contracts';

export interface LabelsWarning {
  readonly tone: 'warn' | 'bad';
  readonly heading: string;
  readonly text: string;
}

/** What whoever labels has to know before trusting that it is kept; null while all is well. */
export function labelsWarning(health: Health | null): LabelsWarning | null {
  if (health === null) return null;
  const { state, error } = health.labels;
  if (state === 'failed') {
    const heading = 'Labels cannot be kept at the moment.';
    return { tone: 'bad', heading, text: error ?? 'The disk of the server fails.' };
  }
  if (health.durability === 'disk') return null;
  const text = 'This server writes nothing to disk: what is labelled here is lost when it stops.';
  return { tone: 'warn', heading: 'Nothing is kept.', text };
}
