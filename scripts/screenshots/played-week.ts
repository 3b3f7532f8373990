import { DatabaseSync } from 'node:sqlite';
import { databaseIn } from '../../apps/api/src/persistence/workspace-files.ts';
import type { Writer } from './writer.ts';

const hourMs = 3600_000;
const people = ['Ana', 'Ben', 'Chloé', 'Dmitri'];
const tags = ['sea', 'sky', 'wide', 'pattern', 'green', 'evening', 'keep', 'crop', 'cover', 'people'];
const days = 9;

/** Chance that is the same each time. */
function chances(): () => number {
  let state = 42;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
}

/** Four people work through most of the gallery, and often through what another did. */
export async function playWeek(writer: Writer): Promise<void> {
  const [chance, paths] = [chances(), await writer.paths()];
  const turns = paths.slice(0, Math.ceil(paths.length * 0.8));
  // Each image comes up three times, each time somewhat later, and with somebody else.
  for (const [at, path] of turns.flatMap((_, at) => [turns[at], turns[at - 9], turns[at - 20]]).entries()) {
    const by = people[Math.floor(people.length * chance() ** 1.3)] ?? '';
    if (path === undefined || (at % 3 > 0 && chance() < 0.5)) continue;
    const star = Math.min(5, 1 + Math.floor(5 * Math.sqrt(chance())));
    await writer.write(path, { set_star: star, add_tags: [tags[Math.floor(tags.length * chance() ** 2)] ?? ''] }, by);
    if (chance() < 0.2) await writer.write(path, { set_notes: 'Look at this once more.' }, by);
  }
}

/** What was played in seconds becomes the work of nine days that end now: a server has only the clock of its machine. */
export function spreadOverDays(workspace: string, now: number): void {
  const chance = chances();
  const database = new DatabaseSync(databaseIn(workspace));
  const seqs = database.prepare('SELECT seq FROM gestures ORDER BY seq').all();
  const move = database.prepare('UPDATE gestures SET at = ? WHERE seq = ?');
  const first = (Math.floor(now / (24 * hourMs)) - days + 1) * 24 * hourMs;
  let [day, at] = [0, first + 9 * hourMs];
  for (const [place, { seq }] of seqs.entries()) {
    const today = Math.floor((place * days) / seqs.length);
    if (today !== day) at = first + today * 24 * hourMs + (8 + 2 * chance()) * hourMs;
    // Some seconds for most, and an hour of something else now and then.
    else at += chance() < 0.12 ? 1.3 * hourMs * chance() : (4 + 30 * chance()) * 1000;
    day = today;
    move.run(Math.round(Math.min(at, now)), Number(seq));
  }
  database.close();
}
