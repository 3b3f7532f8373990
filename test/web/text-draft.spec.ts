import { TextDraft } from '../../apps/web/src/app/state/text-draft.ts';
import { FakeClock } from './support/fake-clock.ts';

/** Saves what is due, and notes when. */
function typist(clock: FakeClock): { draft: TextDraft; saved: string[] } {
  const saved: string[] = [];
  const draft = new TextDraft(clock, () => {
    saved.push(`${clock.now}: ${draft.draft()?.text ?? ''}`);
    draft.end();
  });
  return { draft, saved };
}

describe('UI10: a text that is typed', () => {
  test('is saved when one rests', async () => {
    const clock = new FakeClock();
    const { draft, saved } = typist(clock);
    for (const text of ['w', 'wo', 'wor']) {
      draft.type({ path: '/a.jpg', text });
      await clock.pass(500);
    }
    expect(saved).toEqual([]);
    await clock.pass(100);
    expect(saved).toEqual(['1600: wor']);
    expect([draft.draft(), clock.waiting]).toEqual([null, 0]);
  });

  test('is saved 2.5 s after its first key at the latest, without any rest', async () => {
    const clock = new FakeClock();
    const { draft, saved } = typist(clock);
    for (let key = 1; key <= 67; key += 1) {
      draft.type({ path: '/a.jpg', text: String(key) });
      await clock.pass(100);
    }
    expect(saved).toEqual(['2500: 25', '5000: 50']);
  });

  test('is tried again after the next keys when it could not be saved', async () => {
    const clock = new FakeClock();
    let tries = 0;
    const draft = new TextDraft(clock, () => (tries += 1));
    for (let key = 0; key < 60; key += 1) {
      draft.type({ path: '/a.jpg', text: 'too long' });
      await clock.pass(100);
    }
    expect(tries).toBe(2);
    expect(draft.draft()?.text).toBe('too long');
  });
});
