import type { ImportPolicy } from '#contracts';
import type { Imported } from '../exchange/import-labels.ts';
import type { Findings } from '../persistence/import-wish.ts';
import { say } from './terminal.ts';

interface Asked {
  readonly file: string;
  readonly policy: ImportPolicy;
}

const shown = 20;

/** What importing a file would do, in the words of `POST /import?dry_run=true`. */
export function tellExamined(findings: Findings, { file, policy }: Asked): void {
  const { read, changes, unchanged, conflicts, refused, ignored_columns } = findings;
  const counts = `${String(findings.new.count)} new, ${String(conflicts.count)} conflicts, ${String(unchanged.count)} unchanged`;
  say(
    `${labels(read)} in ${file}: ${counts}. With --policy ${policy} ${String(changes[policy])} would be changed here.`,
  );
  if (ignored_columns.length > 0) say(`Ignored, since no label has them: ${ignored_columns.join(', ')}.`);
  for (const { line, reason } of refused.lines.slice(0, shown)) say(`Line ${String(line)}: ${reason}`);
  if (refused.count > shown) say(`And ${String(refused.count - shown)} more lines that cannot be taken.`);
  if (refused.is_cut_short) say('What comes after that cannot be read, so the file would be refused.');
  else if (refused.count > 0) say('The file would be refused, unless --skip-refused leaves these lines out.');
}

export function tellImported(
  { read, fresh, changed, same, kept, refused, gestureId }: Imported,
  { file }: Asked,
): void {
  const counts = `${String(fresh)} new, ${String(changed)} changed, ${String(same)} unchanged`;
  say(`${labels(read)} read from ${file}: ${counts}, ${String(kept)} left as they are here.`);
  if (refused > 0) say(`${String(refused)} lines were left out.`);
  if (gestureId !== null) say(`To take it back: POST /gestures/${gestureId}/undo`);
}

function labels(count: number): string {
  return `${String(count)} label${count === 1 ? '' : 's'}`;
}
