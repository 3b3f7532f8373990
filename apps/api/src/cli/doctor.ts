import { flatFilesFor } from '../flat-files/flat-files-for.ts';
import type { FlatPlace } from '../flat-files/flat-file.ts';
import { BadOptions, type Invocation } from '../settings/read-options.ts';
import { locationOf, workspaceOf } from '../settings/settings.ts';
import { CannotStart } from '../shared/cannot-start.ts';
import {
  findingKinds,
  parseHealthReport,
  type FindingKind,
  type Findings,
  type HealthReport,
} from '../summaries/health-report.ts';
import { say } from './terminal.ts';

/** Paths that are printed of each kind; the file has more. */
const shownMax = 10;

/** In words: what it is, and what to do about it. */
const advice: Readonly<Record<FindingKind, readonly [what: string, todo: string]>> = {
  missingThumbs: [
    'have no thumbnail yet',
    'Nothing has to be done: each is made when it is looked at. `lenslet index` makes all of them now.',
  ],
  undecodable: [
    'cannot be shown',
    'Replace what is damaged. For `denied`, give the server permission to read it; `too_large` is beyond 200 megapixels, `missing` the row of a table without its file.',
  ],
  orphanSidecars: [
    'were labelled, by a sidecar without its image',
    'Where an image was renamed, give its sidecar (its name and .json) the new name; delete those nobody needs.',
  ],
  brokenSidecars: [
    'have a sidecar that cannot be understood, which is never written over',
    'Their labels are safe in the workspace. Mend the .json file, or move it away: the next change writes a new one.',
  ],
  unwritableSidecars: [
    'have labels that could not be written beside them',
    'The labels are safe in the workspace. Make the folder writable for the server, and start it again.',
  ],
  brokenPointers: ['are folders that point to nothing', 'Mend their .lenslet.folder.json, or what it names.'],
  loops: ['are folders that lead back to themselves', 'Take one of the pointers on the way out.'],
  ambiguousRenames: [
    'lost their image, and more than one file may be it',
    'Label the right one, or rename it as it was; the label waits under the old path.',
  ],
};

/** `lenslet doctor <folder>`: what the server found out last of what is not as it should be, and what to do. */
export async function tellHealth({ words, values }: Invocation): Promise<void> {
  const [, folder, ...more] = words;
  if (folder === undefined || more.length > 0) throw new BadOptions(['Which gallery? Say: lenslet doctor <folder>']);
  const inWorkspace: FlatPlace = { kind: 'workspace', folder: workspaceOf(folder, values) };
  const location = locationOf(folder, values);
  // Nothing of ours lies beside the images of a table.
  const beside: FlatPlace[] = location.kind === 'table' ? [] : [{ kind: 'beside', location }];
  for (const place of values.layout === 'beside' ? [...beside, inWorkspace] : [inWorkspace, ...beside]) {
    const report = await reportIn(place);
    if (report) {
      for (const line of inWords(report)) say(line);
      return;
    }
  }
  throw new CannotStart(
    `Nothing is known of ${folder}: there is no _health.json. A server writes it about a minute after its start; ` +
      'say the same --workspace and --layout as it was started with.',
  );
}

async function reportIn(place: FlatPlace): Promise<HealthReport | undefined> {
  // Not there, cut short or not to be read: it may be in the other place.
  const bytes = await flatFilesFor(place, { isAlone: true })
    .read({ kind: 'health' })
    .catch(() => undefined);
  return bytes && parseHealthReport(bytes.toString('utf8'));
}

export function inWords(report: HealthReport): string[] {
  const lines = findingKinds.flatMap((kind) => linesOf(kind, report[kind]));
  const head = `As of ${report.generatedAt}:`;
  return lines.length === 0 ? [`${head} everything is as it should be.`] : [head, ...lines];
}

function linesOf(kind: FindingKind, { count, items }: Findings): string[] {
  if (count === 0) return [];
  const [what, todo] = advice[kind];
  const shown = items.slice(0, shownMax).map(({ path, why }) => `    ${path}${why === undefined ? '' : ` (${why})`}`);
  const rest = count > shown.length ? [`    … and ${String(count - shown.length)} more`] : [];
  return ['', `${String(count)} ${what}. ${todo}`, ...shown, ...rest];
}
