import { baseOf, readIfMatch } from '../../../apps/api/src/shared/if-match.ts';

const refusal = (code: string): Error => expect.objectContaining({ code }) as Error;

describe('If-Match', () => {
  it.each([
    ['"3"', [3]],
    ['3', [3]],
    ['W/"3"', [3]],
    [' "3"\t', [3]],
    ['"2", "3"', [2, 3]],
    ['"2",W/"3" , 4', [2, 3, 4]],
    ['*', 'any'],
    [' * ', 'any'],
    ['"9007199254740991"', [9_007_199_254_740_991]],
  ])('A5, A6, A7, A8: takes %s', (header, base) => {
    expect(readIfMatch(header)).toEqual(base);
  });

  it.each([
    ...['"03"', '03', '"3 "', '" 3"', '"+3"', '+3', '"3.0"', '3.0', '"1e1"', '1e1', '"0x3"', '0x3', '"-1"', '-1'],
    ...['"9007199254740993"', '9007199254740993', '"9007199254740992"', '', ' ', '""', '"', '"0"', '0', "'3'"],
    ...['"3', '3"', '"3""4"', '"3",', ',', '*, "3"', '"3", *', '**', 'w/"3"', 'W/3', 'W/', '"٣"', '"3\0"', '"abc"'],
    ...['NaN', 'Infinity', 'null', '"3"; "4"', '3 4', '"1_0"'],
  ])('A8: refuses %j, and guesses nothing', (header) => {
    expect(() => readIfMatch(header)).toThrow(refusal('invalid_if_match'));
  });

  it('A8: refuses 10 KiB, at once', () => {
    const started = performance.now();
    for (const long of ['9'.repeat(10_240), '"1",'.repeat(2560), ' '.repeat(10_240), `"${'1'.repeat(10_240)}"`])
      expect(() => readIfMatch(long)).toThrow(refusal('invalid_if_match'));
    expect(performance.now() - started).toBeLessThan(50);
  });

  it('may be left out', () => {
    expect(readIfMatch(undefined)).toBeUndefined();
  });
});

describe('the version a write was made against', () => {
  it('IT3: is named by the header or the body', () => {
    expect(baseOf([3], undefined)).toEqual([3]);
    expect(baseOf('any', undefined)).toBe('any');
    expect(baseOf(undefined, 3)).toEqual([3]);
    expect(baseOf([3], 3)).toEqual([3]);
  });

  it('A1: is named', () => {
    expect(() => baseOf(undefined, undefined)).toThrow(refusal('missing_base_version'));
  });

  it.each([[[3]], [[3, 4]], [[4, 3]], ['any' as const]])('A2: is refused when %j and 4 disagree', (header) => {
    expect(() => baseOf(header, 4)).toThrow(refusal('version_mismatch'));
  });
});
