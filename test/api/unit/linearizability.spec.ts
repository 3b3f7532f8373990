import { contradictionsOf, disorderOf, isOneMoment, type ItemEvent } from '../../support/linearizability.ts';
import { rounds, SeededRandom } from '../../support/seeded-random.ts';

type Event = ItemEvent<string>;

const write = (version: number, invokedAt: number, answeredAt: number, more: Partial<Event> = {}): Event => ({
  kind: 'write',
  version,
  invokedAt,
  answeredAt,
  state: `state ${version}`,
  ...more,
});
const read = (version: number, invokedAt: number, answeredAt: number, more: Partial<Event> = {}): Event => ({
  ...write(version, invokedAt, answeredAt),
  kind: 'read',
  ...more,
});

describe('the check of histories', () => {
  const good: Event[] = [
    read(1, 0, 1),
    // These two ran at the same time; the one that was answered first came second.
    write(2, 0, 10),
    write(3, 1, 5),
    // Asked for before both were over: each may see what it likes, as long as it was so.
    read(1, 0, 9, { refusedBase: 7 }),
    read(2, 2, 9),
    read(3, 4, 6),
    write(4, 12, 14, { base: 3, apply: (state) => state.replace('3', '4') }),
    read(4, 13, 13.5),
    read(4, 20, 21),
  ];
  const wrongIn = (...more: Event[]): string[] => contradictionsOf([...good, ...more], 'state 1');

  it('finds nothing wrong with what may happen', () => {
    expect(wrongIn()).toEqual([]);
    expect(contradictionsOf([], 'state 1')).toEqual([]);
  });

  it.each<[string, RegExp, Event[]]>([
    ['a read of what had been overwritten', /read of version 3 was over|version 4 was over/, [read(3, 15, 16)]],
    ['a read of what is written later', /read of version 4 was over/, [read(4, 6, 11)]],
    ['a read of what nobody wrote', /nobody wrote version 6/, [read(6, 30, 31)]],
    [
      'a read of something else than was written',
      /was read as "x", and is "state 4"/,
      [read(4, 30, 31, { state: 'x' })],
    ],
    ['a version written twice, as when an update is lost', /version 4 was written twice/, [write(4, 30, 31)]],
    ['a gap between versions', /nobody wrote version 5/, [write(6, 30, 31)]],
    ['a write that was over before the one before it began', /version 5 was over/, [write(5, 6, 7)]],
    ['a write that was let through on an old version', /version 2 led to 5/, [write(5, 30, 31, { base: 2 })]],
    ['a refusal of the current version', /refused because/, [read(4, 30, 31, { refusedBase: 4 })]],
    ['a refusal that tells of a state long gone', /was over/, [read(2, 30, 31, { refusedBase: 1 })]],
    ['a write that did something else', /became "b", not "a"/, [write(5, 30, 31, { apply: () => 'a', state: 'b' })]],
    ['the first version as something else', /version 1 was read/, [read(1, 0, 1, { state: 'x' })]],
    ['a read that goes back behind another one', /was over/, [write(5, 30, 40), read(5, 31, 32), read(4, 33, 34)]],
  ])('sees %s', (_, sentence, more) => {
    expect(wrongIn(...more).join('\n')).toMatch(sentence);
  });

  it('sees when the order of all contradicts the clock', () => {
    const ordered = [
      { seq: 1, invokedAt: 0, answeredAt: 9 },
      { seq: 2, invokedAt: 5, answeredAt: 6 },
      { seq: 3, invokedAt: 1, answeredAt: 8 },
    ];
    expect(disorderOf(ordered)).toEqual([]);
    expect(disorderOf([...ordered, { seq: 4, invokedAt: 2, answeredAt: 4 }])).toHaveLength(1);
    expect(disorderOf([...ordered, { seq: 3, invokedAt: 20, answeredAt: 21 }])).toHaveLength(1);
  });

  it('sees when two halves of an answer are of different times', () => {
    expect(
      isOneMoment([
        { from: 3, to: 5 },
        { from: 4, to: Infinity },
      ]),
    ).toBe(true);
    expect(
      isOneMoment([
        { from: 3, to: 4 },
        { from: 4, to: Infinity },
      ]),
    ).toBe(false);
  });

  it('agrees with a history that a real order was made from, and not when two reads of it change places', () => {
    const random = new SeededRandom(7);
    for (let round = 0; round < rounds(200, 5000); round += 1) {
      let version = 1;
      // Every event happens at its turn, and is asked for and answered up to three turns around it.
      const events = Array.from({ length: 30 }, (_, turn): Event => {
        const isWrite = random.chance(0.5);
        if (isWrite) version += 1;
        return (isWrite ? write : read)(version, turn - 3 * random.next(), turn + 3 * random.next());
      });
      expect(contradictionsOf(events, 'state 1')).toEqual([]);
      const early = events.find(({ kind }) => kind === 'read');
      const late = events.findLast(({ kind }) => kind === 'read');
      if (!early || !late || early === late || late.invokedAt < early.answeredAt + 8 || early.version === late.version)
        continue;
      const swapped = events.map((event) =>
        event === early
          ? { ...late, invokedAt: early.invokedAt, answeredAt: early.answeredAt }
          : event === late
            ? { ...early, invokedAt: late.invokedAt, answeredAt: late.answeredAt }
            : event,
      );
      // Eight turns apart, with a write in between that was over in time: no choice of moments helps.
      const isSettled = events.some(
        (event) =>
          event.kind === 'write' &&
          event.version > early.version &&
          event.version <= late.version &&
          event.invokedAt > early.answeredAt &&
          event.answeredAt < late.invokedAt,
      );
      if (isSettled) expect(contradictionsOf(swapped, 'state 1')).not.toEqual([]);
    }
  });
});
