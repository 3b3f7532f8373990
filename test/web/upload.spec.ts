/** @jest-environment node */
import { Failure } from '../../apps/web/src/app/api/failure.ts';
import { upload } from '../../apps/web/src/app/api/upload.ts';

/** A request that has gone out, answered by hand. */
class Sent {
  static last: Sent;
  readonly upload: { onprogress: (event: object) => void } = { onprogress: () => undefined };
  status = 0;
  responseText = '';
  onload: () => void = () => undefined;
  onerror: () => void = () => undefined;
  onabort: () => void = () => undefined;
  open(): void {
    Sent.last = this;
  }
  setRequestHeader(): void {
    // Nobody looks at it here.
  }
  send(): void {
    this.upload.onprogress({ loaded: 5, total: 5 });
  }
  abort(): void {
    this.onabort();
  }
  answer(status: number, text: string): void {
    Object.assign(this, { status, responseText: text });
    this.onload();
  }
}

describe('UI33: a file that is sent', () => {
  beforeAll(() => {
    Object.assign(globalThis, { XMLHttpRequest: Sent });
  });

  const sending = (signal = new AbortController().signal): Promise<unknown> =>
    upload('import', new Blob(['{}']), {}, () => undefined, signal);
  const failureOf = async (status: number, text: string): Promise<unknown> => {
    const sent = sending();
    Sent.last.answer(status, text);
    return sent.catch((error: unknown) => error);
  };

  test('is answered with what the server says', async () => {
    const sent = sending();
    Sent.last.answer(200, '{"id":"a"}');
    expect(await sent).toEqual({ id: 'a' });
  });

  test.each([
    ['a page of a proxy', 200, '<html>Sign in</html>'],
    ['nothing at all', 200, ''],
    ['no content', 204, ''],
    ['not modified', 304, ''],
    ['no status', 0, ''],
    ['a status that is none', 99, ''],
  ])('does not hang at its end when what comes is no answer: %s', async (_, status, text) => {
    const failure = await failureOf(status, text);
    expect(failure).toBeInstanceOf(Failure);
    expect(failure).toMatchObject({ kind: 'server' });
  });

  test('is refused in the words of the server', async () => {
    const text = JSON.stringify({ error: 'overloaded', message: 'Too many files.' });
    expect(await failureOf(503, text)).toMatchObject({ kind: 'server', status: 503, message: 'Too many files.' });
    expect(await failureOf(413, '<html>')).toMatchObject({ kind: 'refused', status: 413 });
  });

  test('is called off', async () => {
    const calledOff = new AbortController();
    const sent = sending(calledOff.signal);
    calledOff.abort();
    await expect(sent).rejects.toMatchObject({ name: 'AbortError' });
  });
});
