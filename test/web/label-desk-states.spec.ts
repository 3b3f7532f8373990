import type { LabelDesk } from '../../apps/web/src/app/state/label-desk.ts';
import type { Edit } from '../../apps/web/src/app/sync/edit.ts';
import type { ToHub } from '../../apps/web/src/app/sync/hub-protocol.ts';
import { make, row } from './support/desk-world.ts';
import { itemRow } from './support/rows.ts';

const [a, b, c] = ['/a.jpg', '/b.jpg', '/c.jpg'] as const;
const trouble = { status: 0, code: null, message: 'away' };

function lastOf(sent: readonly ToHub[]): Edit {
  const last = sent.at(-1);
  if (last?.kind !== 'write') throw new Error('Nothing was written.');
  return last.edit;
}

function statesOf(desk: LabelDesk): string[] {
  return [a, b, c].map((path) => desk.saveStateOf(path));
}

describe('UI15: how it stands with single images', () => {
  test('while one edit is tried in vain all that wait say so, and nothing else does', () => {
    const { desk, sent } = make();
    desk.write(row, { set_star: 4 });
    const first = lastOf(sent);
    desk.write(itemRow(b), { set_star: 5 });
    expect(statesOf(desk)).toEqual(['saving', 'saving', 'idle']);
    desk.hearOutbox({ kind: 'put', edit: { ...first, tries: 1, trouble } });
    expect(statesOf(desk)).toEqual(['waiting', 'waiting', 'idle']);
    // Finding out whether the server is back is no news.
    desk.hearOutbox({ kind: 'put', edit: { ...first, state: 'sending', tries: 2, trouble } });
    expect(statesOf(desk)).toEqual(['waiting', 'waiting', 'idle']);
  });

  test('what an edit to many, or an undo, will change is not saved before that is', () => {
    const { desk, sent } = make();
    const covers = (path: string): boolean => path !== c;
    desk.writeMany({ paths: [a, b] }, { set_star: 3 }, covers);
    expect(statesOf(desk)).toEqual(['saving', 'saving', 'idle']);
    desk.hearOutbox({ kind: 'put', edit: { ...lastOf(sent), tries: 1, trouble } });
    expect(statesOf(desk)).toEqual(['waiting', 'waiting', 'idle']);
    const counts = { matched: 2, changed: 2, unchanged: 0, missing: 0 };
    const answer = { gesture_id: 'g', ...counts, durability: 'disk' } as const;
    desk.hearOutbox({ kind: 'gone', id: lastOf(sent).id, outcome: { kind: 'bulk-saved', answer } });
    desk.undo('g', { patch: { set_star: 1 }, covers: (path) => path === a, only: a });
    expect(statesOf(desk)).toEqual(['saving', 'idle', 'idle']);
  });
});
