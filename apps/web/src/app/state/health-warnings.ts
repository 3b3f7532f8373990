import type { Health } from '#contracts';

export interface HealthWarning {
  readonly tone: 'warn' | 'bad';
  readonly heading: string;
  readonly text: string;
}

/** What everybody has to know before trusting what they see, and that what they write is kept; the worst first. */
export function healthWarnings(health: Health | null): readonly HealthWarning[] {
  if (health === null) return [];
  return [aboutLabels(health), aboutTable(health)].filter((warning) => warning !== null);
}

function aboutLabels({ durability, labels: { state, error } }: Health): HealthWarning | null {
  if (state === 'failed') {
    const heading = 'Labels cannot be kept at the moment.';
    return { tone: 'bad', heading, text: error ?? 'The disk of the server fails.' };
  }
  if (durability === 'disk') return null;
  const text = 'This server writes nothing to disk: what is labelled here is lost when it stops.';
  return { tone: 'warn', heading: 'Nothing is kept.', text };
}

function aboutTable({ table }: Health): HealthWarning | null {
  const problem = table?.problem;
  if (problem === undefined) return null;
  const heading = 'The table of this gallery cannot be read as it is now.';
  return { tone: 'warn', heading, text: `What it said before is shown. ${problem}` };
}
