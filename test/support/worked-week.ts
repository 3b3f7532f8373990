import { DatabaseSync } from 'node:sqlite';
import { databaseIn } from '../../apps/api/src/persistence/workspace-files.ts';
import type { Activity } from '../../apps/api/src/activity/activity-log.ts';
import { bulk, gesturesOf, historyOf, patch, undo } from './labels.ts';
import { SeededRandom } from './seeded-random.ts';
import type { TestServer } from './server.ts';

export const workers = ['Ana', 'Ben', 'Chloé', 'Dmitri', '=Eve', 'Fay'];
/** A Thursday; clocks in Berlin are put back on the Sunday. */
export const weekStart = Date.parse('2026-10-22T05:10:00Z');

/** People at work: they rate, tag, write, correct one another, and take things back. */
export async function playWeek(
  server: TestServer,
  paths: readonly string[],
  gestures: number,
  people: readonly string[] = workers,
): Promise<void> {
  const random = new SeededRandom();
  const made: string[] = [];
  const at = new Map(people.map((name) => [name, random.below(paths.length)]));
  for (let turn = 0; turn < gestures; turn += 1) {
    const by = random.pick(people);
    const next = ((at.get(by) ?? 0) + (random.chance(0.3) ? 0 : 1)) % paths.length;
    at.set(by, next);
    const path = random.chance(0.1) ? random.pick(paths) : (paths[next] ?? '');
    const kind = random.below(20);
    if (kind === 0) {
      const scope = { paths: Array.from({ length: random.between(2, 9) }, () => random.pick(paths)) };
      const { body } = await bulk(server, { scope, patch: { add_tags: [`lot ${String(turn)}`] } }, { by });
      made.push(body.gesture_id ?? '');
    } else if (kind === 1 && made.length > 0) {
      await undo(server, made.splice(random.below(made.length), 1)[0] ?? '', { by });
    } else {
      const change = random.pick([
        { set_star: random.pick([null, 1, 2, 3, 4, 5] as const) },
        { add_tags: [random.pick(['sea', 'sky', 'tree'])] },
        { set_notes: `note ${String(turn)}` },
      ]);
      const { gesture_id: gesture } = (await patch(server, path, change, { by })).body;
      if (gesture !== undefined && random.chance(0.3)) made.push(gesture);
    }
  }
}

/** What was played in seconds becomes the work of days, with so many nights: a server has only the clock of its machine. */
export function spreadOverDays(workspace: string, nights = 0.02): void {
  const random = new SeededRandom();
  const database = new DatabaseSync(databaseIn(workspace));
  const seqs = database.prepare('SELECT seq FROM gestures ORDER BY seq').all();
  const move = database.prepare('UPDATE gestures SET at = ? WHERE seq = ?');
  let at = weekStart;
  for (const { seq } of seqs) {
    at += random.chance(nights) ? random.between(3, 16) * 3600_000 : Math.floor(random.next() ** 3 * 400_000);
    move.run(at, Number(seq));
  }
  database.close();
}

/** Everything that was done, as the API tells it image by image. */
export async function activityOf(server: TestServer, paths: readonly string[]): Promise<Activity[]> {
  const gestures = new Map((await gesturesOf(server)).map((gesture) => [gesture.seq, gesture]));
  const byId = new Map([...gestures.values()].map((gesture) => [gesture.gesture_id, gesture]));
  const all: Activity[] = [];
  for (const [item, path] of paths.entries())
    for (const { seq } of await historyOf(server, path, 0)) {
      const gesture = gestures.get(seq);
      if (!gesture) throw new Error(`No gesture has the number ${String(seq)}.`);
      const undone = gesture.undoes === undefined ? undefined : byId.get(gesture.undoes)?.updated_by;
      all.push({
        ...{ seq, item, at: Date.parse(gesture.at), person: gesture.updated_by, count: gesture.count },
        kind: gesture.kind === 'metrics' || gesture.kind === 'follow' ? 'other' : gesture.kind,
        ...(undone === undefined ? {} : { undoes: undone }),
      });
    }
  return all.sort((a, b) => a.seq - b.seq || a.item - b.item);
}
