import { Announcements } from '../../apps/web/src/app/state/announcements.ts';
import { FakeClock } from './support/fake-clock.ts';

describe('announcements', () => {
  test('UI9: each goes by itself, and the next takes its place with its full time', async () => {
    const clock = new FakeClock();
    const announcements = new Announcements(clock);
    announcements.say('first');
    await clock.pass(6000);
    announcements.say('second', { tone: 'bad' });
    expect(announcements.current()).toMatchObject({ id: 2, text: 'second', tone: 'bad', action: null });
    await clock.pass(6000);
    expect(announcements.current()?.text).toBe('second');
    await clock.pass(1500);
    expect(announcements.current()).toBeNull();
    expect(clock.waiting).toBe(0);
  });

  test('UI9: one that is being read stays, also when another takes its place under the pointer', async () => {
    const clock = new FakeClock();
    const announcements = new Announcements(clock);
    announcements.say('first');
    announcements.hold(true);
    await clock.pass(60_000);
    expect(announcements.current()?.text).toBe('first');
    announcements.say('second');
    await clock.pass(60_000);
    expect(announcements.current()?.text).toBe('second');
    announcements.hold(false);
    await clock.pass(8000);
    expect(announcements.current()).toBeNull();
  });

  test('UI9: one that was dismissed from under the pointer holds up no other', async () => {
    const clock = new FakeClock();
    const announcements = new Announcements(clock);
    const run = jest.fn();
    announcements.say('first', { action: { name: 'Undo', run } });
    announcements.hold(true);
    announcements.current()?.action?.run();
    announcements.dismiss();
    expect(run).toHaveBeenCalledTimes(1);
    announcements.say('second');
    await clock.pass(8000);
    expect(announcements.current()).toBeNull();
  });
});
