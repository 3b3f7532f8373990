import type { TableStatus } from '#contracts';
import type { TableFeeder } from '../catalogue/table-feeder.ts';

const everyMs = 250;

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
  const of = (number: number, one: string, many: string): string[] =>
    number === 0 ? [] : [`${count(number)} ${number === 1 ? one : many}`];
  const faults = [
    ...of(bad.no_source, 'has no source', 'have no source'),
    ...of(bad.not_an_image, 'names no image', 'name no image'),
    ...of(bad.not_a_path, 'has no path that can be shown', 'have no path that can be shown'),
    ...of(bad.hidden, 'is hidden by a dot', 'are hidden by a dot'),
  ];
  const troubles = [
    ...of(missing, 'has no file', 'have no file'),
    ...of(refused, 'names what is not read', 'name what is not read'),
    ...of(renamed, 'has another name, since its own is taken', 'have other names, since their own are taken'),
  ];
  return [
    ...(problem === undefined ? [] : [problem]),
    `${count(shown)} of ${count(rows)} rows are shown, with ${count(metrics)} ${metrics === 1 ? 'metric' : 'metrics'} and ` +
      `${count(categories)} ${categories === 1 ? 'category' : 'categories'}.`,
    ...(troubles.length > 0 ? [`Of these, ${troubles.join('; ')}.`] : []),
    ...(faults.length > 0 ? [`Of the others, ${faults.join('; ')}.`] : []),
  ];
}

function count(number: number): string {
  return number.toLocaleString('en');
}
