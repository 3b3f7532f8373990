import type { Gesture, Operation } from '#contracts';
import { foldGestures, foldOperations } from '../../apps/web/src/app/state/history-folds.ts';

const begin = Date.parse('2026-03-04T10:00:00Z');
const at = (seconds: number): string => new Date(begin + seconds * 1000).toISOString();

function gesture(seq: number, more: Partial<Gesture> = {}): Gesture {
  const usual = { kind: 'edit', count: 1, path: '/a.jpg', version: seq, patch: { set_notes: `${seq}` } } as const;
  return { seq, gesture_id: `g${seq}`, client: 'c', at: at(seq), updated_by: 'ann', ...usual, ...more };
}

/** One that changed many images: it names none. */
function many(seq: number, kind: Gesture['kind']): Gesture {
  return { seq, gesture_id: `g${seq}`, kind, count: 7, updated_by: 'ann', client: 'c', at: at(seq) };
}

function operation(seq: number, more: Partial<Operation> = {}): Operation {
  const usual = { kind: 'edit', path: '/a.jpg', version: seq + 1, updated_by: 'ann', client: 'c' } as const;
  return { seq, gesture_id: `g${seq}`, at: at(seq), changes: { notes: [`${seq - 1}`, `${seq}`] }, ...usual, ...more };
}

const seqs = (runs: readonly (readonly { seq: number }[])[]): number[][] =>
  runs.map((run) => run.map(({ seq }) => seq));

describe('UI24: a text that was saved piece by piece', () => {
  test('is one writing, also when others did other things meanwhile', () => {
    const other = gesture(4, { updated_by: 'ben', path: '/b.jpg', patch: { set_star: 2 } });
    const first = gesture(3, { version: 4 });
    expect(seqs(foldGestures([gesture(6), gesture(5), other, first]))).toEqual([[6, 5, 3], [4]]);
  });

  test('is another one on another image, by another person, and after a break', () => {
    expect(seqs(foldGestures([gesture(3, { path: '/b.jpg' }), gesture(2)]))).toEqual([[3], [2]]);
    expect(seqs(foldGestures([gesture(3, { updated_by: 'ben' }), gesture(2)]))).toEqual([[3], [2]]);
    const [third, second] = [{ version: 3 }, { version: 2 }];
    expect(seqs(foldGestures([gesture(302, third), gesture(2)]))).toEqual([[302, 2]]);
    expect(seqs(foldGestures([gesture(303, third), gesture(2)]))).toEqual([[303], [2]]);
    // Long writing is one writing: it is the break that counts.
    const long = [gesture(600, third), gesture(301, second), gesture(2, { version: 1 })];
    expect(seqs(foldGestures(long))).toEqual([[600, 301, 2]]);
  });

  test('ends where somebody else changed the text, or nobody can say that they did not', () => {
    const theirs = gesture(2, { updated_by: 'ben' });
    expect(seqs(foldGestures([gesture(3), theirs, gesture(1)]))).toEqual([[3], [2], [1]]);
    for (const kind of ['undo', 'import', 'follow'] as const) {
      expect(seqs(foldGestures([gesture(3), many(2, kind), gesture(1)]))).toEqual([[3], [2], [1]]);
    }
    const both = gesture(2, { patch: { set_notes: 'x', set_star: 1 } });
    expect(seqs(foldGestures([gesture(3), both, gesture(1)]))).toEqual([[3], [2], [1]]);
  });

  test('is never of what lies between and is not told: a list of one person names nobody else', () => {
    // Ben changed the text in between, or gave a star: a list of Ann alone cannot tell which.
    expect(seqs(foldGestures([gesture(3), gesture(1)]))).toEqual([[3], [1]]);
    const star = gesture(2, { patch: { set_star: 1 } });
    expect(seqs(foldGestures([gesture(5), gesture(3), star, gesture(1)]))).toEqual([[5], [3, 1], [2]]);
    expect(seqs(foldGestures([gesture(5), star, gesture(1)]))).toEqual([[5], [2], [1]]);
    expect(seqs(foldGestures([gesture(4), star, gesture(1)]))).toEqual([[4], [2], [1]]);
    // What comes after the gap is one writing again.
    expect(seqs(foldGestures([gesture(5), gesture(4), gesture(2), gesture(1)]))).toEqual([
      [5, 4],
      [2, 1],
    ]);
    const { version, ...untold } = gesture(1);
    expect([version, seqs(foldGestures([gesture(2), untold]))]).toEqual([1, [[2], [1]]]);
  });

  test('goes on over a star, and over many that did not change its image', () => {
    const star = gesture(2, { patch: { set_star: 1 } });
    const last = gesture(4, { version: 3 });
    expect(seqs(foldGestures([last, many(3, 'bulk'), star, gesture(1)]))).toEqual([[4, 1], [3], [2]]);
    // One that changed it, too, names no image: it may have been anything.
    expect(seqs(foldGestures([gesture(4), many(3, 'bulk'), star, gesture(1)]))).toEqual([[4], [3], [2], [1]]);
  });

  test('is one in the history of its image, too, but for what took it back', () => {
    const star = operation(3, { changes: { star: [1, 2] } });
    const back = operation(5, { kind: 'undo' });
    expect(seqs(foldOperations([operation(6), back, operation(4), star, operation(2)]))).toEqual([
      [6],
      [5],
      [4, 2],
      [3],
    ]);
  });
});
