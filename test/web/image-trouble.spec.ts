import type { ItemRow } from '#contracts';
import { Failure } from '../../apps/web/src/app/api/failure.ts';
import { ImageTrouble } from '../../apps/web/src/app/state/image-trouble.ts';
import { settled } from './support/fake-clock.ts';
import { itemRow } from './support/rows.ts';

function begin(failure: Failure | null) {
  const asked: string[] = [];
  const probe = (path: string): Promise<void> => {
    asked.push(path);
    return failure === null ? Promise.resolve() : Promise.reject(failure);
  };
  return { asked, trouble: new ImageTrouble({ probe }) };
}

const rowWith = (problem?: ItemRow['problem']): ItemRow => itemRow('/a.jpg', problem ? { problem } : {});

describe('SR6: why an image is not to be seen', () => {
  test.each([
    ['denied', new Failure('refused', 'This row names an image of another server.', 403, 'source_denied')],
    ['missing', new Failure('refused', 'The table names a file that is not there.', 404, 'item_not_found')],
  ] as const)('is told by the sentence of the server: %s', async (problem, failure) => {
    const { trouble } = begin(failure);
    const item = rowWith(problem);
    trouble.look(item, false);
    expect(trouble.inRow(item)?.text).not.toMatch(/permission|gone now/);
    await settled();
    expect(trouble.inRow(item)?.text).toBe(failure.message);
  });

  test('is not the page’s own server when another one does not give the image', async () => {
    const { trouble } = begin(new Failure('server', 'The other one does not give it.', 503, 'source_unavailable'));
    trouble.look(rowWith(), true);
    await settled();
    expect(trouble.of()).toMatchObject({ text: 'The other one does not give it.', mayRetry: true });
    expect(trouble.of()?.heading).not.toMatch(/server/);
  });

  test('is the page’s own server when nobody answers, or something else does in its place', async () => {
    for (const failure of [new Failure('offline', ''), new Failure('server', '', 502)]) {
      const { trouble } = begin(failure);
      trouble.look(rowWith(), true);
      await settled();
      expect(trouble.of()?.heading).toBe('The server does not answer');
    }
  });

  test('is asked once, whatever is written on the image, and again after another try', async () => {
    const { asked, trouble } = begin(new Failure('refused', 'No.', 403, 'source_denied'));
    trouble.look(rowWith('denied'), false);
    await settled();
    trouble.look({ ...rowWith('denied'), star: 5 }, false);
    expect([asked.length, trouble.of()?.text]).toEqual([1, 'No.']);
    trouble.look(rowWith(), false);
    trouble.look(rowWith(), true);
    expect(asked).toHaveLength(2);
  });

  test('is nobody’s business where the row says it all', () => {
    const { asked, trouble } = begin(null);
    trouble.look(rowWith('too_large'), false);
    trouble.look(rowWith(), false);
    trouble.look(null, false);
    expect(asked).toEqual([]);
  });
});
