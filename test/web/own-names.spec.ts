import { OwnNames } from '../../apps/web/src/app/state/own-names.ts';
import type { OutboxNews } from '../../apps/web/src/app/sync/edit.ts';
import { fresh } from './support/fake-gallery.ts';

function saved(updatedBy: string, gesture: string | null = 'g'): OutboxNews {
  const label = { ...fresh('/a.jpg'), updatedBy };
  return { kind: 'gone', id: 'e', outcome: { kind: 'saved', label, gesture, replaced: null } };
}

function fakeStorage(first?: string): Pick<Storage, 'getItem' | 'setItem'> {
  let kept: string | null = first ?? null;
  return {
    getItem: () => kept,
    setItem: (_, value) => {
      kept = value;
    },
  };
}

describe('UI11: whoever has no name', () => {
  test('is known to themselves by what the answers call them, over a reload as well', () => {
    const storage = fakeStorage();
    const names = new OwnNames(storage);
    expect(names.words('client:0123abcd')).toBe('Someone');
    names.hearOutbox(saved('client:0123abcd'));
    expect([names.isOwn('client:0123abcd'), names.words('client:0123abcd')]).toEqual([true, 'You']);
    expect(names.words('client:ffffffff')).toBe('Someone');
    expect(new OwnNames(storage).words('client:0123abcd')).toBe('You');
  });

  test('is nobody else: an answer to what changed nothing tells of others, and a name may be chosen by two', () => {
    const names = new OwnNames(null);
    names.hearOutbox(saved('client:0123abcd', null));
    names.hearOutbox(saved('Ada'));
    names.hearOutbox(saved('server'));
    expect(['client:0123abcd', 'Ada', 'server'].map((by) => names.words(by))).toEqual(['Someone', 'Ada', 'Someone']);
  });

  test.each(['nonsense', '{}', '[1, null]', '["Ada"]'])('stands up to %s in the storage', (kept) => {
    const names = new OwnNames(fakeStorage(kept));
    expect(names.words('Ada')).toBe('Ada');
  });
});
