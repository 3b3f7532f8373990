import { OwnTyping } from '../../apps/web/src/app/state/own-typing.ts';
import { FakeClock } from './support/fake-clock.ts';

test('UI16: one is editing from the first key until one is done, or has rested for 20 s', async () => {
  const clock = new FakeClock();
  const typing = new OwnTyping(clock);
  typing.note();
  await clock.pass(15_000);
  typing.note();
  await clock.pass(15_000);
  expect(typing.isTyping()).toBe(true);
  await clock.pass(6000);
  expect(typing.isTyping()).toBe(false);
  typing.note();
  typing.end();
  expect([typing.isTyping(), clock.waiting]).toEqual([false, 0]);
});
