import type { Me } from '#contracts';
import { Failure } from '../../apps/web/src/app/api/failure.ts';
import { Connection } from '../../apps/web/src/app/state/connection.ts';
import { Departure } from '../../apps/web/src/app/state/departure.ts';
import { Identity } from '../../apps/web/src/app/state/identity.ts';
import { Rounds, type Rounded } from '../../apps/web/src/app/state/rounds.ts';
import { FakeClock } from './support/fake-clock.ts';

const ada: Me = { name: 'ada', role: 'labeller', authenticated: true, can_sign_out: true };

class Bench {
  readonly clock = new FakeClock();
  asked = 0;
  answer: () => Promise<Me> = () => Promise.resolve(ada);
  readonly identity = new Identity(
    {
      me: () => {
        this.asked += 1;
        return this.answer();
      },
      signOut: () => Promise.resolve(),
    },
    () => undefined,
  );

  constructor() {
    const never = (): Promise<number> => new Promise(() => undefined);
    const all = {
      gallery: { check: never, refreshLayout: never },
      drift: { look: never },
      tree: { refresh: never },
      health: { check: never },
      thumbs: { hurry: () => undefined },
      identity: this.identity,
    };
    // Of the others nothing is used here but what is asked again and again.
    const rounds = new Rounds(all as unknown as Rounded, new Connection(), this.clock, {
      isVisible: () => true,
      onChange: () => () => undefined,
    });
    rounds.start();
  }
}

describe('UI19: who one is', () => {
  test('is asked until somebody answers: without it nothing would ever be sent', async () => {
    const bench = new Bench();
    bench.answer = () => Promise.reject(new Failure('offline', 'No answer.'));
    await bench.clock.pass(100);
    expect([bench.asked, bench.identity.me()]).toEqual([1, null]);
    bench.answer = () => Promise.resolve(ada);
    await bench.clock.pass(5000);
    expect(bench.identity.me()).toEqual(ada);
  });

  test('is asked again when the server refuses what was thought to be allowed, and now and then', async () => {
    const bench = new Bench();
    await bench.clock.pass(100);
    expect(bench.identity.whyNotLabel()).toBeNull();
    bench.answer = () => Promise.resolve({ ...ada, role: 'viewer' });
    bench.identity.doubt();
    await bench.clock.pass(100);
    expect(bench.identity.whyNotLabel()).toMatch(/not label/);
    bench.answer = () => Promise.resolve(ada);
    await bench.clock.pass(61_000);
    expect(bench.identity.whyNotLabel()).toBeNull();
  });
});

test('UI12: many refusals lead to the page to sign in once', () => {
  let went = 0;
  const departure = new Departure(() => (went += 1));
  expect(departure.isUnderWay).toBe(false);
  departure.leave();
  departure.leave();
  expect([went, departure.isUnderWay]).toEqual([1, true]);
});
