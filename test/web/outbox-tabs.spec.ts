import type { LabelPatch } from '#contracts';
import type { ItemEdit } from '../../apps/web/src/app/sync/edit.ts';
import { itemEdit } from './support/edits.ts';
import { fresh } from './support/fake-gallery.ts';
import { settled } from './support/fake-clock.ts';
import { Desk } from './support/outbox-desk.ts';

const a = fresh('/a.jpg');

function from(clientId: string, patch: LabelPatch, more: Partial<ItemEdit> = {}): ItemEdit {
  return itemEdit(a, patch, { clientId, ...more });
}

/** A desk with both written, the second while the first is held, waiting, or done. */
async function written(first: ItemEdit, second: ItemEdit, when: 'unsent' | 'sending' | 'saved'): Promise<Desk> {
  const desk = await new Desk().opened();
  desk.isHeld = true;
  if (when === 'unsent')
    for (const at of [1, 2]) void desk.outbox.write(itemEdit(fresh(`/${at}.jpg`), { set_star: 1 }));
  await settled();
  void desk.outbox.write(first);
  await settled();
  if (when === 'saved') desk.letGo();
  await desk.clock.pass(0);
  void desk.outbox.write(second);
  await settled();
  desk.letGo();
  await desk.clock.pass(2000);
  return desk;
}

describe('UI11: two tabs of one browser', () => {
  const whens = ['unsent', 'sending', 'saved'] as const;

  test.each(whens)('that write different notes are asked, the first of them %s', async (when) => {
    const [first, second] = [from('tab-2', { set_notes: 'two' }), from('tab-1', { set_notes: 'one' })];
    const desk = await written(first, second, when);
    expect(desk.gallery.label('/a.jpg').notes).toBe('two');
    expect(desk.edits()).toMatchObject([{ id: second.id, state: 'conflict', theirs: { notes: 'two' } }]);
  });

  test.each(whens)('are not asked about a text that was read before it was changed, the first %s', async (when) => {
    const first = from('tab-2', { set_notes: 'two' });
    const second = from('tab-1', { set_notes: 'two, one' }, { seen: { ...a, notes: 'two' } });
    const desk = await written(first, second, when);
    expect(desk.gallery.label('/a.jpg').notes).toBe('two, one');
    expect(desk.edits()).toEqual([]);
  });

  test.each(whens)('are one tab when they are the same, the first %s', async (when) => {
    const desk = await written(from('tab-1', { set_notes: 'two' }), from('tab-1', { set_notes: 'one' }), when);
    expect(desk.gallery.label('/a.jpg').notes).toBe('one');
    expect(desk.edits()).toEqual([]);
  });

  test.each(whens)('are not asked about stars and tags, the first %s', async (when) => {
    const first = from('tab-2', { set_star: 2, add_tags: ['two'] });
    const desk = await written(first, from('tab-1', { set_star: 1, add_tags: ['one'] }), when);
    expect(desk.gallery.label('/a.jpg')).toMatchObject({ star: 1, tags: ['two', 'one'] });
    expect(desk.edits()).toEqual([]);
  });

  test('do not answer the question of the other by typing', async () => {
    const desk = await written(from('tab-2', { set_notes: 'two' }), from('tab-1', { set_notes: 'one' }), 'saved');
    void desk.outbox.write(from('tab-2', { set_notes: 'two and more' }));
    await desk.clock.pass(2000);
    expect(desk.edits()).toMatchObject([{ state: 'conflict', patch: { set_notes: 'one' } }]);
    expect(desk.gallery.label('/a.jpg').notes).toBe('two and more');
  });
});
