import { RecentEvents } from '../../../apps/api/src/stream/recent-events.ts';
import { chooseSeed, rounds, SeededRandom } from '../../support/seeded-random.ts';

const frame = (seq: number, bytes = 0): Buffer => Buffer.from(`<${seq}>`.padEnd(bytes, '.'));
const mebibyte = 1024 * 1024;

function ringOf(head: number, capacity: number, seqs: readonly number[]): RecentEvents {
  const ring = new RecentEvents(head, capacity);
  for (const seq of seqs) ring.push(seq, frame(seq));
  return ring;
}

/** Numbers of the events that follow; undefined when they are not there. */
function following(ring: RecentEvents, seq: number, bytes = mebibyte): number[] | undefined {
  const page = ring.after(seq, bytes);
  const found = page && [...page.bytes.toString().matchAll(/<(\d+)>/g)].map(([, number]) => Number(number));
  if (found) expect(page.last).toBe(found.at(-1) ?? seq);
  return found;
}

const upTo = (first: number, last: number): number[] =>
  Array.from({ length: Math.max(last - first + 1, 0) }, (_, at) => first + at);

describe('the latest events', () => {
  it('ST4: are there from the first that came on', () => {
    const ring = ringOf(7, 10, [8, 9, 10]);
    expect(following(ring, 7)).toEqual([8, 9, 10]);
    expect(following(ring, 9)).toEqual([10]);
    expect(following(ring, 10)).toEqual([]);
    expect(following(ring, 6)).toBeUndefined();
  });

  it('are none at the beginning', () => {
    const ring = new RecentEvents(7, 10);
    expect(following(ring, 7)).toEqual([]);
    expect(following(ring, 6)).toBeUndefined();
  });

  it.each([1, 2, 3, 10])('ST4: are exactly %s, however many came', (capacity) => {
    for (let last = 8; last < 50; last += 1) {
      const ring = ringOf(7, capacity, upTo(8, last));
      const oldest = Math.max(8, last - capacity + 1);
      expect(following(ring, oldest - 1)).toEqual(upTo(oldest, last));
      expect(following(ring, oldest - 2)).toBeUndefined();
    }
  });

  it('ST5: begin anew after a gap', () => {
    const ring = ringOf(0, 10, [1, 2, 3, 5, 6]);
    expect(following(ring, 4)).toEqual([5, 6]);
    for (const seq of [0, 1, 2, 3]) expect(following(ring, seq)).toBeUndefined();
  });

  it('ST8: come in pages of so many bytes, each event whole', () => {
    const ring = ringOf(0, 100, upTo(1, 20));
    expect(following(ring, 0, 1)).toEqual([1]);
    expect(following(ring, 0, 7)).toEqual([1, 2, 3]);
    expect(following(ring, 3, 6)).toEqual([4, 5]);
  });

  it('ST8: take up 8 MiB at most', () => {
    const ring = new RecentEvents(0, 1000);
    for (const seq of upTo(1, 20)) ring.push(seq, frame(seq, mebibyte));
    expect(following(ring, 11)).toBeUndefined();
    expect(following(ring, 12, 100 * mebibyte)).toEqual(upTo(13, 20));
    ring.push(21, frame(21, 5 * mebibyte));
    expect(following(ring, 16)).toBeUndefined();
    expect(following(ring, 17, 100 * mebibyte)).toEqual(upTo(18, 21));
  });

  it('ST8: forget one that is larger than all of it, and go on', () => {
    const ring = ringOf(0, 1000, [1, 2]);
    ring.push(3, frame(3, 9 * mebibyte));
    expect(following(ring, 2)).toBeUndefined();
    expect(following(ring, 3)).toEqual([]);
    ring.push(4, frame(4));
    expect(following(ring, 3)).toEqual([4]);
    expect(following(ring, 2)).toBeUndefined();
  });

  const seed = chooseSeed();

  it(`ST4, ST5: are what a plain list would have, gaps or not, with seed ${seed}`, () => {
    const random = new SeededRandom(seed);
    for (let round = 0; round < rounds(200, 10_000); round += 1) {
      const [capacity, head] = [random.between(1, 12), random.below(30)];
      const ring = new RecentEvents(head, capacity);
      let [list, next] = [upTo(1, 0), head + 1];
      for (let turn = 0; turn < 40; turn += 1) {
        if (random.chance(0.1)) {
          next += random.between(1, 15);
          list = [];
        }
        ring.push(next, frame(next));
        list = [...list, next].slice(-capacity);
        next += 1;
        const seq = random.between(Math.max(next - 20, 0), next - 1);
        expect(following(ring, seq)).toEqual(seq + 1 < list[0]! ? undefined : list.filter((each) => each > seq));
      }
    }
  });
});
