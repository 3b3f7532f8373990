import { PlacesSeen } from '../../apps/web/src/app/state/places-seen.ts';

describe('UI6: where one was', () => {
  beforeEach(() => {
    sessionStorage.clear();
  });

  test('is known again when the page is loaded again, for each question', () => {
    const before = new PlacesSeen(sessionStorage);
    before.note('a', '/a/1');
    before.note('b', '/b/1');
    before.note('a', '/a/2');
    const after = new PlacesSeen(sessionStorage);
    expect(['a', 'b', 'c'].map((question) => after.of(question))).toEqual(['/a/2', '/b/1', null]);
  });

  test('is remembered of the last fifty questions', () => {
    const before = new PlacesSeen(sessionStorage);
    for (let at = 0; at < 50; at += 1) before.note(String(at), '/x');
    before.note('0', '/y');
    before.note('more', '/x');
    const after = new PlacesSeen(sessionStorage);
    expect(['0', '1', '2', 'more'].map((question) => after.of(question))).toEqual(['/y', null, '/x', '/x']);
  });

  test('is remembered of a question that is asked often, wherever one has been meanwhile', () => {
    const places = new PlacesSeen(null);
    for (let at = 0; at < 200; at += 1) {
      places.note('often', '/x');
      places.note(String(at), '/y');
    }
    expect(places.of('often')).toBe('/x');
  });

  test.each(['{', '{}', '[1, ["a"], ["a", 2]]'])('is nothing where another program wrote %j', (kept) => {
    sessionStorage.setItem('lenslet:places', kept);
    expect(new PlacesSeen(sessionStorage).of('a')).toBeNull();
  });

  test('is known without a storage until the page goes', () => {
    const places = new PlacesSeen(null);
    places.note('a', '/a');
    expect(places.of('a')).toBe('/a');
  });
});
