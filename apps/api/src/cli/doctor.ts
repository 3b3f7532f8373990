import { flatFilesFor } from '../flat-files/flat-files-for.ts';
import type { FlatPlace } from '../flat-files/flat-file.ts';
import { PlaceAway } from '../flat-files/flat-files.ts';
import { BadOptions, type Invocation } from '../settings/read-options.ts';
import { locationOf, workspaceOf } from '../settings/settings.ts';
import { nameOfLocation } from '../sources/source-location.ts';
import { CannotStart } from '../shared/cannot-start.ts';
import {
  findingKinds,
  parseHealthReport,
  type FindingKind,
  type Findings,
  type HealthReport,
} from '../summaries/health-report.ts';
import { checkSource } from './check-source.ts';
import { count, counted } from './count.ts';
import { shownName } from './shown-name.ts';
import { complain, say } from './terminal.ts';

/** Paths that are printed of each kind; the file has more. */
const shownMax = 10;

/** In words: what it is, and what to do about it. */
const advice: Readonly<Record<FindingKind, readonly [one: string, many: string, todo: string]>> = {
  missingThumbs: [
    'has no thumbnail yet',
    'have no thumbnail yet',
    'Nothing has to be done: each is made when it is looked at. `lenslet index` makes all of them now.',
  ],
  undecodable: ['cannot be shown', 'cannot be shown', 'Replace what is damaged.'],
  orphanSidecars: [
    'was labelled, by a sidecar without its image',
    'were labelled, by a sidecar without its image',
    'Where an image was renamed, give its sidecar (its name and .json) the new name; delete those nobody needs.',
  ],
  brokenSidecars: [
    'has a sidecar that cannot be understood, which is never written over',
    'have a sidecar that cannot be understood, which is never written over',
    'Their labels are safe in the workspace. Mend the .json file, or move it away: the next change writes a new one.',
  ],
  unwritableSidecars: [
    'has a label that could not be written beside it',
    'have labels that could not be written beside them',
    'The labels are safe in the workspace. Make the folder writable for the server, and start it again.',
  ],
  brokenPointers: [
    'is a folder that points to nothing',
    'are folders that point to nothing',
    'Mend their .lenslet.folder.json, or what it names.',
  ],
  loops: [
    'is a folder that leads back to itself',
    'are folders that lead back to themselves',
    'Take one of the pointers on the way out.',
  ],
  ambiguousRenames: [
    'lost its image, and more than one file may be it',
    'lost their image, and more than one file may be it',
    'Label the right one, or rename it as it was; the label waits under the old path.',
  ],
};

/** What else is to be said of images that cannot be shown, where there are such. */
const reasons: Readonly<Record<string, string>> = {
  denied: 'give the server permission to read it',
  too_large: 'beyond 200 megapixels',
  missing: 'the row of a table without its file',
  outside: 'its row names a file outside of the base folder, and --base-dir names another one',
  remote: 'its row names another server, and --allow-remote has it read',
  remote_denied: 'its server refuses, or lies in a network of your own, and --remote-host names it',
  bucket: 'its row names an object of a bucket, which is not read for a table',
  address: 'its row names an address that is not read',
};

/** `lenslet doctor <folder>`: what the server found out last of what is not as it should be, and what to do. */
export async function tellHealth({ words, values }: Invocation): Promise<void> {
  const [, folder, ...more] = words;
  if (folder === undefined || more.length > 0) throw new BadOptions(['Which gallery? Say: lenslet doctor <folder>']);
  const inWorkspace: FlatPlace = { kind: 'workspace', folder: workspaceOf(folder, values) };
  const location = locationOf(folder, values);
  // Another server may keep its files beside the same images. Nothing of ours lies beside those of a table.
  const isBeside = values.layout === 'beside' && location.kind !== 'table';
  const failures: string[] = [];
  for (const place of isBeside ? [{ kind: 'beside', location } as const, inWorkspace] : [inWorkspace]) {
    const report = await reportIn(place);
    if (typeof report === 'string') failures.push(report);
    else if (report) {
      for (const line of inWords(report, folderOf(place))) say(line);
      for (const failure of failures) complain(failure);
      return;
    }
  }
  if (failures.length > 0) throw new CannotStart(failures.join('\n'));
  throw new CannotStart(
    `Nothing is known of ${folder}: there is no _health.json. A server writes it about a minute after its start (\`lenslet index\` does not); ` +
      'say the same --workspace and --layout as it was started with.',
  );
}

/** Undefined where it is not there, or cut short: it may be in the other place. Why it cannot be read, in words. */
async function reportIn(place: FlatPlace): Promise<HealthReport | string | undefined> {
  try {
    const bytes = await flatFilesFor(place, { isAlone: true }).read({ kind: 'health' });
    return bytes && parseHealthReport(bytes.toString('utf8'));
  } catch (error) {
    return `The _health.json in ${folderOf(place)} cannot be read: ${await reasonOf(error, place)}`;
  }
}

function folderOf(place: FlatPlace): string {
  return place.kind === 'workspace' ? place.folder : nameOfLocation(place.location);
}

/** A store that gives nothing at all may say why when it is asked for its keys. */
async function reasonOf(error: unknown, place: FlatPlace): Promise<string> {
  const { message } = error as Error;
  if (!(error instanceof PlaceAway) || place.kind !== 'beside') return message;
  const asked = checkSource(place.location).then(() => message);
  return asked.catch((refusal: unknown) => (refusal as Error).message);
}

export function inWords(report: HealthReport, folder: string): string[] {
  const lines = findingKinds.flatMap((kind) => linesOf(kind, report[kind], folder));
  const head = `As of ${report.generatedAt}:`;
  return lines.length === 0 ? [`${head} everything is as it should be.`] : [head, ...lines];
}

function linesOf(kind: FindingKind, { count: number, items }: Findings, folder: string): string[] {
  if (number === 0) return [];
  const [one, many, todo] = advice[kind];
  const shown = items
    .slice(0, shownMax)
    .map(({ path, why }) => `    ${shownName(path)}${why === undefined ? '' : ` (${shownName(why)})`}`);
  const more = number - shown.length;
  const listed = number > items.length ? `the first ${count(items.length)}` : 'all';
  const rest = more > 0 ? [`    … and ${count(more)} more: ${listed} are in ${folder}/_health.json`] : [];
  const known =
    kind === 'undecodable' ? Object.entries(reasons).filter(([why]) => items.some((item) => item.why === why)) : [];
  const hints = known.map(([why, hint]) => ` \`${why}\`: ${hint}.`);
  return ['', `${counted(number, one, many)}. ${todo}${hints.join('')}`, ...shown, ...rest];
}
