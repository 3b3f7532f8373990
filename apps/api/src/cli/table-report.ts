import type { TableStatus } from '#contracts';
import type { TableFeeder } from '../catalogue/table-feeder.ts';
import { count } from './count.ts';

const everyMs = 250;
const leftOutShown = 5;

/** Tells the terminal what a table holds when it has been read to its end, or why it cannot be. */
export async function reportTable(feeder: TableFeeder, say: (line: string) => void): Promise<void> {
  for (;;) {
    const status = feeder.status();
    if (!status) return;
    if (status.ready || status.problem !== undefined) {
      for (const line of tableInWords(status)) say(line);
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, everyMs).unref());
  }
}

export function tableInWords(status: TableStatus): string[] {
  const { rows, shown, renamed, missing, refused, bad_rows: bad, metrics, categories, problem } = status;
  const named = status.refused_rows ?? { outside: 0, remote: 0, bucket: 0, address: 0 };
  const of = (number: number, one: string, many: string, rest = ''): string[] =>
    number === 0 ? [] : [`${count(number)} ${number === 1 ? one : many}${rest}`];
  const faults = [
    ...of(bad.no_source, 'has no source', 'have no source'),
    ...of(bad.not_an_image, 'names no image', 'name no image'),
    ...of(bad.not_a_path, 'has no path that can be shown', 'have no path that can be shown'),
    ...of(bad.hidden, 'is hidden by a dot', 'are hidden by a dot'),
  ];
  const troubles = [
    ...of(missing, 'has no file', 'have no file'),
    ...of(named.outside, 'lies', 'lie', ' outside of the base folder (--base-dir names another one)'),
    ...of(named.remote, 'is on another server', 'are on other servers', ' (--allow-remote reads from there)'),
    ...of(named.bucket, 'is', 'are', ' in a bucket, which is not read for a table'),
    ...of(named.address, 'names an address that is not read', 'name addresses that are not read'),
    ...of(Math.max(0, refused - sum(named)), 'may not be read', 'may not be read', ': is there the right to?'),
    ...of(renamed, 'has another name, since its own is taken', 'have other names, since their own are taken'),
  ];
  return [
    ...(problem === undefined ? [] : [problem]),
    `${count(shown)} of ${count(rows)} rows are shown, with ${count(metrics)} ${metrics === 1 ? 'metric' : 'metrics'} and ` +
      `${count(categories)} ${categories === 1 ? 'category' : 'categories'}.`,
    ...(troubles.length > 0 ? [`Of these, ${troubles.join('; ')}.`] : []),
    ...(faults.length > 0 ? [`Of the others, ${faults.join('; ')}.`] : []),
    ...leftOutInWords(status),
  ];
}

function leftOutInWords({ left_out: leftOut }: TableStatus): string[] {
  if (leftOut.count === 0) return [];
  const shown = leftOut.first.slice(0, leftOutShown);
  const more = leftOut.count - shown.length;
  const names = shown.map(({ name, why }) => `${JSON.stringify(name)} (${why})`).join('; ');
  return [`Left out: ${names}${more > 0 ? `; and ${count(more)} more, see table in GET /health` : ''}.`];
}

function sum(numbers: Readonly<Record<string, number>>): number {
  return Object.values(numbers).reduce((all, number) => all + number, 0);
}
