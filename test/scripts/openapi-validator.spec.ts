import { expectMatchesContract } from '../support/openapi-validator.ts';

const window = { result: 'r', total: 1, offset: 0, partial: false, head: 'e.1' };

describe('the check of answers against the OpenAPI document', () => {
  it('lets through what a route promises', () => {
    expectMatchesContract('healthLive', 200, { ok: true });
    expectMatchesContract('thumb', 304);
    expectMatchesContract('thumb', 200);
    expectMatchesContract('browse', 200, { ...window, items: [] });
    expectMatchesContract('browseWindow', 410, { error: 'result_expired', message: 'Ask again.' });
  });

  it.each<[string, () => void]>([
    ['a field nobody promised', () => expectMatchesContract('healthLive', 200, { ok: true, more: 1 })],
    ['a row without its fields', () => expectMatchesContract('browse', 200, { ...window, items: [{}] })],
    ['a window without its head', () => expectMatchesContract('browse', 200, { ...window, head: 1, items: [] })],
    ['a status nobody promised', () => expectMatchesContract('healthLive', 201, { ok: true })],
    ['a body where none was promised', () => expectMatchesContract('thumb', 304, { ok: true })],
    ['a code under the wrong status', () => expectMatchesContract('item', 404, { error: 'forbidden', message: 'No.' })],
    ['a code that is none', () => expectMatchesContract('item', 404, { error: 'nope', message: 'No.' })],
    ['an error without its body', () => expectMatchesContract('item', 500)],
  ])('refuses %s', (_, answer) => {
    expect(answer).toThrow('answered');
  });
});
