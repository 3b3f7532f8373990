import { limits, stars } from '#contracts';
import { parseItemPatch, parseItemReplacement } from '../../../apps/api/src/shared/label-fields.ts';

function refusedAt(field: string, body: unknown, parse: (body: unknown) => unknown = parseItemPatch): void {
  const refusal = expect.objectContaining({ code: 'invalid_field', details: { field } }) as Error;
  expect(() => parse(body)).toThrow(refusal);
}

describe('a patch from outside', () => {
  it('is taken as it is', () => {
    const patch = {
      base_version: 3,
      set_star: 4,
      set_notes: 'n',
      set_tags: ['a'],
      add_tags: ['b'],
      remove_tags: ['c'],
    };
    expect(parseItemPatch(patch)).toEqual(patch);
    expect(parseItemPatch({})).toEqual({});
  });

  it('E1: takes every star, and null for none', () => {
    for (const star of stars) expect(parseItemPatch({ set_star: star })).toEqual({ set_star: star });
    expect(Object.is(parseItemPatch({ set_star: -0 }).set_star, 0)).toBe(true);
  });

  it.each(['5', '', true, false, 2.5, 6, -1, NaN, [], [4], {}])('E1: refuses the star %j', (star) => {
    refusedAt('set_star', { set_star: star });
  });

  it.each([null, 4, true, ['n'], {}])('E2: refuses the notes %j', (notes) => {
    refusedAt('set_notes', { set_notes: notes });
  });

  it('E2: counts notes in bytes', () => {
    const most = 'ü'.repeat(limits.notesBytes / 2);
    expect(parseItemPatch({ set_notes: most }).set_notes).toBe(most);
    refusedAt('set_notes', { set_notes: `${most}x` });
    refusedAt('set_notes', { set_notes: 'a\0b' });
  });

  it.each(['set_tags', 'add_tags', 'remove_tags'])('E3: refuses in %s what is no list of tags', (field) => {
    for (const tags of ['a', null, 1, {}, [1], [null], [['a']], ['a\0b'], ['x'.repeat(129)], ['😀'.repeat(129)]])
      refusedAt(field, { [field]: tags });
    refusedAt(field, { [field]: Array.from({ length: 65 }, (_, at) => `${at}`) });
  });

  it('E3: trims tags, gives them one form, drops empty ones and those that were there, and keeps their order', () => {
    const add_tags = [' b ', 'a', '', '  ', 'b', 'B', 'e\u0301', 'é', '\u00a0c\u3000'];
    expect(parseItemPatch({ add_tags })).toEqual({ add_tags: ['b', 'a', 'B', 'é', 'c'] });
  });

  it('E3: counts the letters of a tag as people do', () => {
    const long = '😀'.repeat(limits.tagCharacters);
    expect(parseItemPatch({ add_tags: [long, ` ${'x'.repeat(128)} `] }).add_tags).toEqual([long, 'x'.repeat(128)]);
    const most = Array.from({ length: limits.tagsPerItem }, (_, at) => `${at}`);
    expect(parseItemPatch({ set_tags: most }).set_tags).toEqual(most);
  });

  it.each(['strar', 'star', 'tags', '__proto__', 'toString', ''])('E4: refuses the field %j by its name', (field) => {
    refusedAt(field, JSON.parse(`{"set_star":1,${JSON.stringify(field)}:1}`));
  });

  it.each(['3', 3.5, null, true, 2 ** 53, 0, -1, [3]])('A9: refuses the base_version %j', (version) => {
    refusedAt('base_version', { base_version: version });
  });

  it.each([null, [], 'a', 4, undefined])('refuses the body %j', (body) => {
    refusedAt('body', body);
  });
});

describe('a whole label from outside', () => {
  const whole = { base_version: 3, tags: ['a'], notes: 'n', star: null };
  const refusedIn = (field: string, body: unknown): void => refusedAt(field, body, parseItemReplacement);

  it('A25: has all of its fields', () => {
    expect(parseItemReplacement(whole)).toEqual(whole);
    for (const field of ['tags', 'notes', 'star']) {
      refusedIn(field, Object.fromEntries(Object.entries(whole).filter(([name]) => name !== field)));
    }
  });

  it('E1, E2, E3, E4: is looked at as closely', () => {
    refusedIn('star', { ...whole, star: '4' });
    refusedIn('notes', { ...whole, notes: null });
    refusedIn('tags', { ...whole, tags: [null] });
    refusedIn('set_star', { ...whole, set_star: 4 });
    refusedIn('base_version', { ...whole, base_version: '3' });
  });
});
