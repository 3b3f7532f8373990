import type { Star } from '#contracts';
import { bulk, patch } from './labels.ts';

interface Addressed {
  readonly url: string;
}

const starCount = 6;
/** So many are on their way together. */
const atOnce = 32;
let turns = 0;

/** A star that the item before and the item after do not get, so that each write changes something. */
function nextStar(): Star {
  turns += 1;
  // From 0 to 5.
  return (turns % starCount) as Star;
}

/** So many accepted writes, each with an event of its own. */
export async function manyWrites(server: Addressed, paths: readonly string[], count: number): Promise<void> {
  let left = count;
  const work = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const path = paths[left % paths.length]!;
      const { status } = await patch(server, path, { set_notes: `note ${(turns += 1)}` });
      expect(status).toBe(200);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
}

/** So many accepted writes to all of these items, one after the other: large events, and few of them. */
export async function manyBulkWrites(server: Addressed, paths: readonly string[], count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) {
    const { body } = await bulk(server, { scope: { paths: [...paths] }, patch: { set_star: nextStar() } });
    expect(body.changed).toBe(paths.length);
  }
}
