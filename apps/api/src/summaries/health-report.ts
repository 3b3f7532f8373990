/** What is listed of each kind at most. */
export const listedMax = 1000;

/** One thing that is not as it should be. */
export interface Finding {
  readonly path: string;
  readonly why?: string;
}

export interface Findings {
  readonly count: number;
  readonly items: readonly Finding[];
}

export const findingKinds = [
  'missingThumbs',
  'undecodable',
  'orphanSidecars',
  'brokenSidecars',
  'unwritableSidecars',
  'brokenPointers',
  'loops',
  'ambiguousRenames',
] as const;
export type FindingKind = (typeof findingKinds)[number];

/** `_health.json`. */
export type HealthReport = { readonly v: 1; readonly generatedAt: string } & Readonly<Record<FindingKind, Findings>>;

/** Counts all, and lists the first. */
export class FindingList implements Findings {
  readonly items: Finding[] = [];
  count = 0;

  add(finding: Finding): void {
    this.count += 1;
    if (this.items.length < listedMax) this.items.push(finding);
  }
}

/** Undefined unless it is whole and of this version. */
export function parseHealthReport(text: string): HealthReport | undefined {
  let read: Partial<HealthReport> | null;
  try {
    read = JSON.parse(text) as Partial<HealthReport> | null;
  } catch {
    return undefined;
  }
  const isWhole =
    read?.v === 1 && typeof read.generatedAt === 'string' && findingKinds.every((kind) => isFindings(read[kind]));
  // Every field of it was looked at.
  return isWhole ? (read as HealthReport) : undefined;
}

function isFindings(value: Partial<Findings> | undefined): boolean {
  return typeof value?.count === 'number' && Array.isArray(value.items) && value.items.every(isFinding);
}

function isFinding(value: Partial<Finding> | null): boolean {
  return typeof value?.path === 'string' && ['string', 'undefined'].includes(typeof value.why);
}
