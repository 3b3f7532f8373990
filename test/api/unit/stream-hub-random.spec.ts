import { FakePipe, makeHub } from '../../support/stream-hubs.ts';
import { chooseSeed, rounds, SeededRandom } from '../../support/seeded-random.ts';
import { settled } from '../../support/store-double.ts';

const seed = chooseSeed();

/** One who follows the stream, goes away and comes back, each time with the cursor it was left with. */
interface Reader {
  readonly name: number;
  /** It knows everything up to there. */
  readonly since: number;
  readonly ids: number[];
  pipe: FakePipe;
}

/** Events that are accepted, told late or not at all, while readers of all kinds come, read and go. */
class Traffic {
  private readonly readers: Reader[] = [];
  private accepted: number;
  private readonly parts: ReturnType<typeof makeHub>;

  constructor(
    private readonly random: SeededRandom,
    begun = random.between(0, 60),
  ) {
    this.accepted = begun;
    const delay = async (): Promise<void> => {
      for (let turns = random.below(6); turns > 0; turns -= 1) await settled();
    };
    this.parts = makeHub({ seq: begun, page: random.between(1, 12), delay, lifetimeMs: 40_000 });
  }

  async run(turns: number): Promise<void> {
    for (let left = turns; left > 0; left -= 1) {
      this.act();
      // In the middle of whatever waits: after a turn of the loop, or before.
      if (this.random.chance(0.7)) await settled();
      else if (this.random.chance(0.5)) await Promise.resolve();
    }
  }

  /** Everyone reads, comes back if need be, and hears of one more event. */
  async finish(): Promise<void> {
    this.parts.publish((this.accepted += 1));
    for (const reader of this.readers) {
      if (reader.pipe.isDestroyed || reader.pipe.isEnded) this.leaveAndReturn(reader);
    }
    for (let turn = 0; turn < 2000 && this.readers.some((reader) => this.isBehind(reader)); turn += 1) {
      for (const { pipe } of this.readers) pipe.drain();
      this.parts.clock.advance(1);
      await settled();
    }
  }

  private isBehind({ since, ids, pipe }: Reader): boolean {
    return (pipe.ids.at(-1) ?? ids.at(-1) ?? since) < this.accepted;
  }

  check(round: number): void {
    for (const { name, since, ids, pipe } of this.readers) {
      const told = [...ids, ...pipe.ids];
      const expected = Array.from({ length: this.accepted - since }, (_, at) => since + 1 + at);
      if (told.join() !== expected.join())
        expect({ round, name, since, told }).toEqual({ round, name, since, told: expected });
      expect([pipe.tooLate, pipe.named('resync')]).toEqual([0, []]);
    }
    const { hub, warnings, announced } = this.parts;
    expect([hub.size, warnings, hub.counters.misses]).toEqual([this.readers.length, [], 0]);
    const closed = announced.of('stream-closed').map(({ streamId }) => streamId);
    expect(new Set(closed).size).toBe(closed.length);
  }

  private act(): void {
    const { random, parts } = this;
    const dice = random.below(100);
    if (dice < 12) this.join();
    else if (dice < 45) this.write();
    else if (dice < 70 && this.readers.length > 0) random.pick(this.readers).pipe.drain();
    else if (dice < 76 && this.readers.length > 0) this.leaveAndReturn(random.pick(this.readers));
    else if (dice < 80) parts.hub.notify('metrics-progress', { gallery_id: '/', percent: 1, message: '' });
    else if (dice < 84) parts.hub.sweep();
    else parts.clock.advance(random.below(15));
  }

  /** One or several, and now and then the news of it is lost, or comes twice. */
  private write(): void {
    for (let count = this.random.between(1, 4); count > 0; count -= 1) {
      this.accepted += 1;
      if (this.random.chance(0.95)) this.parts.publish(this.accepted);
      if (this.random.chance(0.05)) this.parts.publish(this.accepted - this.random.below(3));
    }
  }

  /** With the page it has loaded just now, or with one from before. */
  private join(): void {
    if (this.readers.length >= 25) return;
    const known = this.parts.hub.replayable.newest;
    const since = this.random.chance(0.5) ? known : this.random.between(0, known);
    const reader = { name: this.readers.length, since, ids: [], pipe: new FakePipe() };
    this.readers.push(reader);
    this.open(reader, `epoch.${since}`);
  }

  private leaveAndReturn(reader: Reader): void {
    reader.pipe.destroy();
    this.openAgain(reader);
  }

  private openAgain(reader: Reader): void {
    reader.ids.push(...reader.pipe.ids);
    this.open(reader, reader.pipe.parser.lastEventId);
  }

  private open(reader: Reader, cursor: string): void {
    reader.pipe = this.parts.open(cursor, new FakePipe(this.random.chance(0.6)));
  }
}

it(`ST2, ST4, ST5: everyone is told every event once, in its order, whatever happens meanwhile, with seed ${seed}`, async () => {
  const random = new SeededRandom(seed);
  for (let round = 0; round < rounds(25, 3000); round += 1) {
    const traffic = new Traffic(random);
    await traffic.run(400);
    await traffic.finish();
    traffic.check(round);
  }
});
