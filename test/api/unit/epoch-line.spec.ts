import { EpochLine } from '../../../apps/api/src/stream/epoch-line.ts';

/** Three starts: the first wrote 1 to 10, the second nothing, the third is at work since. */
const line = new EpochLine([
  { epoch: 'one', beganAt: 0 },
  { epoch: 'two', beganAt: 10 },
  { epoch: 'three', beganAt: 10 },
]);
const head = 25;
const judge = (cursor: string, limit = 1000) => line.judge(cursor, head, limit);
const after = (seq: number) => ({ kind: 'after', seq });
const resync = (reason: string) => ({ kind: 'resync', reason });

describe('a cursor', () => {
  it('ST3: of an event is that of the epoch that wrote it, then and later', () => {
    expect([1, 10, 11, 25].map((seq) => line.cursorOf(seq))).toEqual(['one.1', 'one.10', 'three.11', 'three.25']);
    expect(line.headAt(10)).toBe('three.10');
    expect(line.headAt(25)).toBe('three.25');
  });

  it.each([
    ['one.0', 0],
    ['one.10', 10],
    ['two.10', 10],
    ['three.10', 10],
    ['three.25', 25],
  ])('ST4: %s is good, both ends of an epoch included', (cursor, seq) => {
    expect(judge(cursor)).toEqual(after(seq));
  });

  it.each([
    ['one.11', 'future'],
    ['two.11', 'future'],
    ['three.26', 'future'],
    ['three.999999999999999', 'future'],
    ['two.9', 'unknown_epoch'],
    ['three.9', 'unknown_epoch'],
    ['four.10', 'unknown_epoch'],
    ['__proto__.0', 'unknown_epoch'],
    ['One.1', 'unknown_epoch'],
  ])('ST4: %s is answered with resync: %s', (cursor, reason) => {
    expect(judge(cursor)).toEqual(resync(reason));
  });

  it.each([
    ...['', '.', '1', 'one', 'one.', '.1', 'one.-1', 'one.1.1', 'one.01', 'one.1e3', 'one.1 ', ' one.1', 'one.+1'],
    ...['one.0x1', 'one.9999999999999999', 'one.1\n', 'one.1\u0000', 'ön.1', `${'x'.repeat(65)}.1`, 'one.١', '../..'],
  ])('ST4: %j is no cursor', (cursor) => {
    expect(judge(cursor)).toEqual(resync('malformed'));
  });

  it('ST4: is good for as many events back as are told again, and no more', () => {
    expect(judge('three.15', 10)).toEqual(after(15));
    expect(judge('three.14', 10)).toEqual(resync('evicted'));
    expect(judge('three.25', 0)).toEqual(after(25));
    expect(judge('three.24', 0)).toEqual(resync('evicted'));
    // What is wrong in itself is said first.
    expect(judge('one.11', 10)).toEqual(resync('future'));
  });

  it('ST4: of before a backup was restored is one of the future, or of nobody', () => {
    const restored = new EpochLine([
      { epoch: 'one', beganAt: 0 },
      { epoch: 'after', beganAt: 6 },
    ]);
    expect(restored.judge('one.8', 20, 1000)).toEqual(resync('future'));
    expect(restored.judge('one.6', 20, 1000)).toEqual(after(6));
    expect(restored.judge('three.20', 20, 1000)).toEqual(resync('unknown_epoch'));
  });
});
