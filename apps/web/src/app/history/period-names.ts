import type { Period } from '../state/period.ts';

export const periodNames: readonly { readonly period: Period; readonly name: string }[] = [
  { period: 'today', name: 'Today' },
  { period: 'week', name: 'The last 7 days' },
  { period: 'month', name: 'The last 30 days' },
  { period: 'ever', name: 'Ever' },
];
