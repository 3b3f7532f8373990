import { Activity } from '../../apps/web/src/app/state/activity.ts';
import { OwnWork } from '../../apps/web/src/app/state/own-work.ts';
import type { LiveFrame } from '../../apps/web/src/app/sync/hub-protocol.ts';
import { FakeClock } from './support/fake-clock.ts';

let eventId = 0;

function changed(path: string, gesture = 'theirs', id = (eventId += 1)): LiveFrame {
  const what = { path, version: 2, tags: [], notes: '', star: null, updated_at: '', updated_by: 'Grace' };
  return { event: 'item-updated', id: `e.${id}`, data: { event_id: id, gesture_id: gesture, ...what } };
}

function changedMany(paths: string[], count = paths.length): LiveFrame {
  const id = (eventId += 1);
  const what = {
    gesture_id: 'theirs',
    count,
    paths,
    versions: paths.map(() => 2),
    updated_at: '',
    updated_by: 'Grace',
  };
  return { event: 'items-updated', id: `e.${id}`, data: { event_id: id, ...what } };
}

function begin(...onScreen: string[]) {
  const [clock, own] = [new FakeClock(), new OwnWork()];
  const activity = new Activity(clock, own);
  activity.sight = { isOnScreen: (path) => onScreen.includes(path) };
  return { clock, own, activity, onScreen };
}

describe('UI17: what others do', () => {
  test('pulses on its tile for at least 600 ms, once for each event', async () => {
    const { clock, activity } = begin('/a.jpg');
    const frame = changed('/a.jpg');
    activity.hear(frame);
    expect(activity.pulseOf('/a.jpg')).not.toBeNull();
    await clock.pass(600);
    expect(activity.pulseOf('/a.jpg')).not.toBeNull();
    await clock.pass(600);
    expect(activity.pulseOf('/a.jpg')).toBeNull();
    // Told again, after a reconnect.
    activity.hear(frame);
    expect(activity.pulseOf('/a.jpg')).toBeNull();
  });

  test('a second change during a pulse begins another, which ends in its own time', async () => {
    const { clock, activity } = begin('/a.jpg');
    activity.hear(changed('/a.jpg'));
    const first = activity.pulseOf('/a.jpg');
    await clock.pass(500);
    activity.hear(changed('/a.jpg'));
    expect(activity.pulseOf('/a.jpg')).not.toBe(first);
    await clock.pass(600);
    expect(activity.pulseOf('/a.jpg')).not.toBeNull();
  });

  test('of another gallery on the same port, whose events are counted from one again, is seen as well', () => {
    const { activity } = begin('/a.jpg');
    const sign = (store_id: string): LiveFrame => ({
      event: 'hb',
      data: { head: 'e.1', stream_id: store_id, store_id },
      id: '',
    });
    activity.hear(sign('one'));
    activity.hear(changed('/away.jpg', 'theirs', (eventId += 1000)));
    expect([activity.elsewhere(), activity.banner()]).toEqual([1, 'Grace']);
    activity.hear(sign('two'));
    expect([activity.elsewhere(), activity.banner()]).toEqual([0, null]);
    activity.hear(changed('/a.jpg', 'theirs', 1));
    expect(activity.pulseOf('/a.jpg')).toBe(1);
  });

  test('after a resync the numbers of events may be lower', () => {
    const { activity } = begin('/a.jpg');
    activity.hear(changed('/a.jpg', 'theirs', (eventId += 1000)));
    activity.hear({ event: 'resync', data: { reason: 'future', head: 'e.3' }, id: 'e.3' });
    activity.hear(changed('/a.jpg', 'theirs', 4));
    expect(activity.pulseOf('/a.jpg')).toBe(4);
  });

  test('is no news where a job has pushed numbers', () => {
    const { activity } = begin();
    const frame = changedMany(['/a.jpg']);
    if (frame.event === 'items-updated') activity.hear({ ...frame, data: { ...frame.data, metric_keys: ['score'] } });
    expect([activity.elsewhere(), activity.banner()]).toEqual([0, null]);
  });

  test('is said for 30 s after the last of it', async () => {
    const { clock, activity } = begin('/a.jpg');
    activity.hear(changed('/a.jpg'));
    await clock.pass(20_000);
    activity.hear(changed('/a.jpg'));
    await clock.pass(29_000);
    expect(activity.banner()).toBe('Grace');
    await clock.pass(2000);
    expect(activity.banner()).toBeNull();
  });

  test('what one did oneself is no news, whichever comes first, the answer or the event', () => {
    const { activity, own } = begin('/a.jpg', '/b.jpg');
    const label = { path: '/a.jpg', version: 2, star: null, tags: [], notes: '', updatedAt: '', updatedBy: '' };
    own.hearOutbox({
      kind: 'gone',
      id: 'one',
      outcome: { kind: 'saved', label, gesture: 'mine', replaced: null },
    });
    activity.hear(changed('/a.jpg', 'mine'));
    const edit = { kind: 'item', id: 'two', key: 'two', madeAt: 0, state: 'sending', tries: 1, trouble: null } as const;
    own.hearOutbox({
      kind: 'put',
      edit: { ...edit, path: '/b.jpg', patch: { set_star: 1 }, seen: label, base: label, theirs: null },
    });
    activity.hear(changed('/b.jpg', 'not answered yet'));
    expect([activity.banner(), activity.pulseOf('/a.jpg'), activity.pulseOf('/b.jpg')]).toEqual([null, null, null]);
    activity.hear(changed('/a.jpg', 'theirs'));
    expect(activity.banner()).toBe('Grace');
  });
});

describe('UI18: what happens out of sight', () => {
  test('is counted, until it is seen', () => {
    const { activity, onScreen } = begin('/a.jpg');
    for (const path of ['/b.jpg', '/c.jpg', '/b.jpg']) activity.hear(changed(path));
    expect([activity.elsewhere(), activity.firstElsewhere()]).toEqual([2, '/b.jpg']);
    onScreen.push('/b.jpg');
    activity.look();
    expect([activity.elsewhere(), activity.firstElsewhere()]).toEqual([1, '/c.jpg']);
    // Time alone takes nothing away.
    activity.hear(changed('/a.jpg'));
    expect(activity.elsewhere()).toBe(1);
    activity.dismiss();
    expect(activity.elsewhere()).toBe(0);
  });

  test('counts what an event does not list', () => {
    const { activity } = begin('/a.jpg');
    activity.hear(changedMany(['/a.jpg', '/b.jpg'], 7000));
    expect(activity.elsewhere()).toBe(1 + 6998);
    expect(activity.pulseOf('/a.jpg')).not.toBeNull();
  });
});
