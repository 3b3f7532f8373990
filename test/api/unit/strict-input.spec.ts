import { parseStrictJson } from '../../../apps/api/src/shared/strict-json.ts';
import { parseStrictQuery } from '../../../apps/api/src/shared/strict-query.ts';

const parse = (text: string): unknown => parseStrictJson(Buffer.from(text));
const refusal = (code: string): Error => expect.objectContaining({ code }) as Error;

describe('strict JSON', () => {
  it('reads what the standard allows', () => {
    expect(parse('{"a":[1,-0.5,"\\u00e9 \\ud83d\\ude00",null,true]}')).toEqual({ a: [1, -0.5, 'é 😀', null, true] });
    expect(parse('["]}{[\\"", "\\\\"]')).toEqual([']}{["', '\\']);
  });

  it.each(['{"a":1', '{"a":1,}', '{/**/}', '\ufeff{}', '"\\ud800"', '{"\\udc00":1}', '1e999', 'NaN', '', '{"a":\0}'])(
    'E7: refuses %j',
    (text) => {
      expect(() => parse(text)).toThrow(refusal('invalid_json'));
    },
  );

  it('E7: refuses bytes that are no UTF-8', () => {
    expect(() => parseStrictJson(Buffer.from([0x22, 0xff, 0x22]))).toThrow(refusal('invalid_json'));
    expect(() => parseStrictJson(Buffer.from('{}', 'utf16le'))).toThrow(refusal('invalid_json'));
  });

  it('E8: takes 32 levels and refuses 33, and a hundred thousand at once', () => {
    const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
    expect(() => parse(nested(32))).not.toThrow();
    expect(() => parse(nested(33))).toThrow(refusal('invalid_json'));
    expect(() => parse(nested(100_000))).toThrow(refusal('invalid_json'));
  });

  it.each(['__proto__', 'constructor', 'prototype'])('E6: refuses the key %s at any depth', (key) => {
    expect(() => parse(`{"a":[{"${key}":{"polluted":1}}]}`)).toThrow(refusal('invalid_field'));
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });
});

describe('strict query strings', () => {
  it('decodes once', () => {
    expect(parseStrictQuery('path=%2Fa%252e+b&x=')).toEqual({ path: '/a%2e b', x: '' });
    expect(parseStrictQuery('')).toEqual({});
  });

  it.each(['path=/a&path=/b', 'path=%zz', 'path=%ff', 'path=%c0%af', '__proto__=1', 'a=1&%61=2'])(
    'E14, E15: refuses %s',
    (query) => {
      expect(() => parseStrictQuery(query)).toThrow(refusal('invalid_field'));
    },
  );
});
