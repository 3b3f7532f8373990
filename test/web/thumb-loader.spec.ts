import { Failure } from '../../apps/web/src/app/api/failure.ts';
import type { ThumbAnswer } from '../../apps/web/src/app/api/gallery-api.ts';
import { ThumbLoader, type ThumbOf } from '../../apps/web/src/app/state/thumb-loader.ts';
import { FakeClock, settled } from './support/fake-clock.ts';
import { Gates } from './support/gates.ts';

const image: ThumbAnswer = { kind: 'image', blob: new Blob(['x']) };

function thumbs(from: number, to: number): ThumbOf[] {
  return Array.from({ length: to - from }, (_, i) => ({ path: `/${from + i}.jpg`, fingerprint: 'f' }));
}

function make(kept = 1000): {
  loader: ThumbLoader;
  gates: Gates<string, ThumbAnswer>;
  clock: FakeClock;
  urls: Set<string>;
} {
  const gates = new Gates<string, ThumbAnswer>();
  const clock = new FakeClock();
  const urls = new Set<string>();
  let made = 0;
  const fakeUrls = {
    create: () => {
      const url = `blob:${made++}`;
      urls.add(url);
      return url;
    },
    revoke: (url: string) => void urls.delete(url),
  };
  const loader = new ThumbLoader((path, _, signal) => gates.call(path, signal), fakeUrls, clock, 4, kept);
  return { loader, gates, clock, urls };
}

async function answerAll(gates: Gates<string, ThumbAnswer>): Promise<void> {
  while (gates.open.length > 0) {
    gates.open[0]?.answer(image);
    await settled();
  }
}

describe('the thumb loader', () => {
  test('UI1 loads what is wanted in the order it is wanted, four at once', async () => {
    const { loader, gates } = make();
    loader.want('grid', thumbs(0, 50));
    expect(gates.open.map(({ args }) => args)).toEqual(['/0.jpg', '/1.jpg', '/2.jpg', '/3.jpg']);
    await answerAll(gates);
    expect(gates.most).toBe(4);
    expect(gates.calls).toEqual(thumbs(0, 50).map(({ path }) => path));
    expect(loader.of(thumbs(49, 50)[0] as ThumbOf)().kind).toBe('ready');
  });

  test('UI1 what has left the view is called off, and what came instead is loaded at once', async () => {
    const { loader, gates } = make();
    loader.want('grid', thumbs(0, 50));
    const signals = gates.open.map(({ signal }) => signal);
    loader.want('grid', thumbs(2, 4).concat(thumbs(500, 520)));
    await settled();
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, true, false, false]);
    expect(gates.open.map(({ args }) => args)).toEqual(['/2.jpg', '/3.jpg', '/500.jpg', '/501.jpg']);
  });

  test('UI1 nothing is loaded twice, and what was called off is loaded when it is wanted again', async () => {
    const { loader, gates } = make();
    loader.want('grid', thumbs(0, 2));
    loader.want('grid', []);
    loader.want('grid', thumbs(0, 2));
    await settled();
    await answerAll(gates);
    loader.want('viewer', thumbs(0, 1));
    loader.want('grid', thumbs(0, 2));
    await settled();
    expect(gates.open).toHaveLength(0);
    expect(gates.calls).toHaveLength(4);
  });

  test('TH3 a backlog is retried after the hint, with jitter, and does not hold a place meanwhile', async () => {
    const { loader, gates, clock } = make();
    loader.want('grid', thumbs(0, 5));
    gates.open[0]?.answer({ kind: 'queued', retryAfterMs: 2000 });
    await settled();
    expect(gates.open.map(({ args }) => args)).toContain('/4.jpg');
    await answerAll(gates);
    expect(loader.of(thumbs(0, 1)[0] as ThumbOf)().kind).toBe('waiting');
    await clock.pass(1400);
    expect(gates.open).toHaveLength(0);
    await clock.pass(700);
    expect(gates.open.map(({ args }) => args)).toEqual(['/0.jpg']);
    await answerAll(gates);
    expect(loader.of(thumbs(0, 1)[0] as ThumbOf)().kind).toBe('ready');
  });

  test('TH3 a retry of what has left the view is called off', async () => {
    const { loader, gates, clock } = make();
    loader.want('grid', thumbs(0, 1));
    gates.open[0]?.answer({ kind: 'queued', retryAfterMs: 500 });
    await settled();
    loader.want('grid', []);
    await clock.pass(5000);
    expect(gates.calls).toHaveLength(1);
    expect(clock.waiting).toBe(0);
  });

  test.each([
    [404, null, 'missing'],
    [403, null, 'denied'],
    [422, 'undecodable_image', 'undecodable'],
    [415, 'not_an_image', 'undecodable'],
    [422, 'too_large', 'too_large'],
  ] as const)('UI3 %s %s shows as %s and is not asked again', async (status, code, problem) => {
    const { loader, gates, clock } = make();
    loader.want('grid', thumbs(0, 1));
    gates.open[0]?.fail(new Failure('refused', 'no', status, code));
    await clock.pass(60_000);
    expect(loader.of(thumbs(0, 1)[0] as ThumbOf)()).toEqual({ kind: 'failed', problem });
    expect(gates.calls).toHaveLength(1);
  });

  test('UI3 an unreachable server is tried again until it answers', async () => {
    const { loader, gates, clock } = make();
    loader.want('grid', thumbs(0, 1));
    for (let i = 0; i < 3; i++) {
      gates.open[0]?.fail(new Failure('offline', 'away'));
      await settled();
      expect(loader.of(thumbs(0, 1)[0] as ThumbOf)().kind).toBe('unreachable');
      await clock.pass(31_000);
    }
    await answerAll(gates);
    expect(loader.of(thumbs(0, 1)[0] as ThumbOf)().kind).toBe('ready');
  });

  test('SR6 what the server cannot get itself is told from a server that is away, and tried again', async () => {
    const { loader, gates, clock } = make();
    loader.want('grid', thumbs(0, 1));
    gates.open[0]?.fail(new Failure('server', 'not given', 503, 'source_unavailable'));
    await settled();
    expect(loader.of(thumbs(0, 1)[0] as ThumbOf)().kind).toBe('withheld');
    await clock.pass(31_000);
    await answerAll(gates);
    expect(loader.of(thumbs(0, 1)[0] as ThumbOf)().kind).toBe('ready');
  });

  test('an address of a blob is given back when its thumb is forgotten, never one that is in view', async () => {
    const { loader, gates, urls } = make(10);
    for (let from = 0; from < 100; from += 5) {
      loader.want('grid', thumbs(from, from + 5));
      await answerAll(gates);
      for (const thumb of thumbs(from, from + 5)) {
        const state = loader.of(thumb)();
        expect(state.kind === 'ready' && urls.has(state.url)).toBe(true);
      }
      expect(urls.size).toBeLessThanOrEqual(10);
    }
  });

  test('a screen with more tiles than are kept loses none of them', async () => {
    const { loader, gates, urls } = make(3);
    loader.want('grid', thumbs(0, 8));
    await answerAll(gates);
    loader.want('grid', thumbs(0, 8));
    expect(urls.size).toBe(8);
    expect(gates.calls).toHaveLength(8);
  });

  test('UI4 another result with the same files keeps the same addresses', async () => {
    const { loader, gates } = make();
    loader.want('grid', thumbs(0, 3));
    await answerAll(gates);
    const before = thumbs(0, 3).map((thumb) => loader.of(thumb)());
    loader.want('grid', thumbs(0, 3).reverse());
    expect(thumbs(0, 3).map((thumb) => loader.of(thumb)())).toEqual(before);
    expect(loader.of({ path: '/0.jpg', fingerprint: 'changed' })().kind).toBe('waiting');
  });

  test('UI29 what is ahead waits for all that is in sight, and leaves room for what comes into it', async () => {
    const { loader, gates } = make();
    loader.want('grid', thumbs(0, 3));
    loader.foresee(thumbs(100, 110));
    expect(gates.open.map(({ args }) => args)).toEqual(['/0.jpg', '/1.jpg', '/2.jpg']);
    gates.open[0]?.answer(image);
    await settled();
    expect(gates.calls).toHaveLength(3);
    await answerSome(gates, 2);
    expect(gates.open.map(({ args }) => args)).toEqual(['/100.jpg', '/101.jpg']);
    loader.want('grid', thumbs(3, 9));
    expect(gates.open.map(({ args }) => args)).toEqual(['/100.jpg', '/101.jpg', '/3.jpg', '/4.jpg']);
    gates.open[0]?.answer(image);
    await settled();
    expect(gates.open.map(({ args }) => args)).toEqual(['/101.jpg', '/3.jpg', '/4.jpg', '/5.jpg']);
  });

  test('UI29 another way, or another question, calls off what was ahead; what has come into sight goes on', async () => {
    const { loader, gates } = make();
    loader.foresee(thumbs(100, 110));
    const signals = gates.open.map(({ signal }) => signal);
    loader.want('grid', thumbs(101, 102));
    loader.foresee(thumbs(50, 60));
    await settled();
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
    expect(gates.open.map(({ args }) => args)).toEqual(['/101.jpg']);
    gates.open[0]?.answer(image);
    await settled();
    expect(gates.open.map(({ args }) => args)).toEqual(['/50.jpg', '/51.jpg']);
  });

  test('UI29 what has left the view, but is ahead again, goes on', async () => {
    const { loader, gates } = make();
    loader.foresee(thumbs(3, 9));
    loader.want('grid', thumbs(3, 5));
    const signals = gates.open.map(({ signal }) => signal);
    loader.want('grid', thumbs(8, 9));
    await settled();
    expect(signals.map(({ aborted }) => aborted)).toEqual([false, false]);
  });

  test('UI29 TH3 nothing is asked for ahead while a thumb in sight waits for the backlog', async () => {
    const { loader, gates, clock } = make();
    loader.want('grid', thumbs(0, 1));
    loader.foresee(thumbs(100, 110));
    gates.open[0]?.answer({ kind: 'queued', retryAfterMs: 2000 });
    await clock.pass(1000);
    expect(gates.calls).toEqual(['/0.jpg']);
    await clock.pass(1500);
    await answerAll(gates);
    expect(gates.calls.slice(1, 3)).toEqual(['/0.jpg', '/100.jpg']);
  });

  test('UI29 TH3 a backlog met ahead stops all that is ahead for as long as the server says', async () => {
    const { loader, gates, clock } = make();
    loader.foresee(thumbs(100, 110));
    gates.open[0]?.answer({ kind: 'queued', retryAfterMs: 2000 });
    await settled();
    gates.open[0]?.answer(image);
    await settled();
    expect(gates.calls).toEqual(['/100.jpg', '/101.jpg']);
    loader.want('grid', thumbs(0, 1));
    expect(gates.open.map(({ args }) => args)).toEqual(['/0.jpg']);
    await answerAll(gates);
    await clock.pass(1900);
    expect(gates.calls).toHaveLength(3);
    await clock.pass(200);
    expect(gates.open.map(({ args }) => args)).toEqual(['/100.jpg', '/102.jpg']);
  });

  test('UI29 what was loaded ahead is kept, and is there at once', async () => {
    const { loader, gates, urls } = make(5);
    loader.foresee(thumbs(100, 108));
    await answerAll(gates);
    loader.want('grid', thumbs(0, 3));
    await answerAll(gates);
    expect(urls.size).toBe(11);
    expect(loader.of(thumbs(107, 108)[0] as ThumbOf)().kind).toBe('ready');
    loader.foresee([]);
    loader.want('grid', thumbs(0, 3));
    expect(urls.size).toBe(5);
  });
});

/** Answers so many of those that are open. */
async function answerSome(gates: Gates<string, ThumbAnswer>, count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) {
    gates.open[0]?.answer(image);
    await settled();
  }
}
