import { nameInHeader } from '../../apps/web/src/app/sync/edit-sender.ts';
import { verdictOn } from '../../apps/web/src/app/sync/verdict.ts';
import { refusal } from './support/fake-gallery.ts';

describe('UI12: what an answer asks for', () => {
  test.each([
    [0, null, 'later'],
    [500, 'internal_error', 'later'],
    [502, null, 'later'],
    [507, 'storage_full', 'later'],
    [408, 'request_timeout', 'later'],
    [404, null, 'later'],
    [404, 'item_not_found', 'never'],
    [404, 'item_gone', 'never'],
    [410, 'result_expired', 'never'],
    [400, 'invalid_field', 'never'],
    [413, null, 'never'],
    [403, 'forbidden', 'never'],
    [401, 'unauthenticated', 'sign-in'],
    [429, 'too_many_requests', 'slower'],
    [409, 'idempotency_in_flight', 'same-again'],
    [409, 'not_undoable', 'never'],
    [422, 'idempotency_key_reused', 'new-key'],
  ] as const)('%i %s: %s', (status, code, verdict) => {
    expect(verdictOn(refusal(status, code))).toBe(verdict);
  });

  test('IT2: names go as the bytes of UTF-8, each a character that a header may hold', () => {
    for (const name of ["Ann O'Neil", 'Zoë', '漢 (x)', '🦊']) {
      const sent = nameInHeader(name);
      expect(sent).toMatch(/^[\x20-\xff]*$/);
      expect(new TextDecoder().decode(Uint8Array.from(sent, (each) => each.charCodeAt(0)))).toBe(name);
    }
  });
});
