import { Failure } from '../../apps/web/src/app/api/failure.ts';
import { ResultWindows } from '../../apps/web/src/app/state/result-windows.ts';
import type { ItemRow } from '../../libs/contracts/src/index.ts';
import { FakeClock, settled } from './support/fake-clock.ts';
import { Gates } from './support/gates.ts';
import { itemRow } from './support/rows.ts';

const TOTAL = 1_000_000;

function rowsFrom(offset: number, limit: number, more: Partial<ItemRow> = {}): ItemRow[] {
  return Array.from({ length: Math.min(limit, TOTAL - offset) }, (_, i) => itemRow(`/${offset + i}.jpg`, more));
}

function make(): {
  windows: ResultWindows;
  gates: Gates<number, readonly ItemRow[]>;
  clock: FakeClock;
  refused: Failure[];
} {
  const gates = new Gates<number, readonly ItemRow[]>();
  const clock = new FakeClock();
  const refused: Failure[] = [];
  const windows = new ResultWindows(
    TOTAL,
    (offset, _, signal) => gates.call(offset, signal),
    (failure) => refused.push(failure),
    clock,
  );
  return { windows, gates, clock, refused };
}

async function answerAll(gates: Gates<number, readonly ItemRow[]>): Promise<void> {
  while (gates.open.length > 0) {
    const gate = gates.open[0];
    gate?.answer(rowsFrom(gate.args, 200));
    await settled();
  }
}

describe('the windows of a result', () => {
  test('UI1 fetches only the windows in view, and knows the right row at the right place', async () => {
    const { windows, gates } = make();
    windows.want('grid', { first: 777_750, last: 777_830 });
    await answerAll(gates);
    expect(gates.calls).toEqual([777_600, 777_800]);
    expect(windows.item(777_799)?.path).toBe('/777799.jpg');
    expect(windows.item(777_800)?.path).toBe('/777800.jpg');
    expect(windows.item(0)).toBeUndefined();
  });

  test('UI1 what has left the view is called off', async () => {
    const { windows, gates } = make();
    windows.want('grid', { first: 0, last: 10 });
    const signal = gates.open[0]?.signal;
    windows.want('grid', { first: 500_000, last: 500_010 });
    await settled();
    expect(signal?.aborted).toBe(true);
    expect(gates.open.map(({ args }) => args)).toEqual([500_000]);
    await answerAll(gates);
    expect(windows.item(0)).toBeUndefined();
  });

  test('a window that another still looks at is not called off', async () => {
    const { windows, gates } = make();
    windows.want('viewer', { first: 0, last: 5 });
    windows.want('grid', { first: 0, last: 10 });
    windows.want('grid', { first: 900_000, last: 900_010 });
    await settled();
    expect(gates.open.map(({ args }) => args).sort()).toEqual([0, 900_000]);
  });

  test('UI1 the last window holds the last item', async () => {
    const { windows, gates } = make();
    windows.want('grid', { first: 999_990, last: 1_000_400 });
    await answerAll(gates);
    expect(gates.calls).toEqual([999_800]);
    expect(windows.item(999_999)?.path).toBe('/999999.jpg');
  });

  test('410 tells that the result is gone, once, and nothing is asked any more', async () => {
    const { windows, gates, clock, refused } = make();
    windows.want('grid', { first: 0, last: 500 });
    gates.open[0]?.fail(new Failure('refused', 'gone', 410, 'result_expired'));
    await clock.pass(60_000);
    expect(refused.map(({ code }) => code)).toEqual(['result_expired']);
    expect(gates.open).toHaveLength(0);
  });

  test('an unreachable server is asked again', async () => {
    const { windows, gates, clock, refused } = make();
    windows.want('grid', { first: 0, last: 10 });
    gates.open[0]?.fail(new Failure('offline', 'away'));
    await clock.pass(2000);
    await answerAll(gates);
    expect(windows.item(3)?.path).toBe('/3.jpg');
    expect(refused).toEqual([]);
  });

  test('UI26 waiting for a span ends when it is there, and also when it cannot come', async () => {
    const { windows, gates } = make();
    let isThere = false;
    const waiting = windows.ready({ first: 150, last: 450 }).then(() => (isThere = true));
    await settled();
    expect(isThere).toBe(false);
    await answerAll(gates);
    await waiting;
    expect(windows.item(450)).toBeDefined();
    const hopeless = windows.ready({ first: 5000, last: 5001 });
    await settled();
    gates.open[0]?.fail(new Failure('offline', 'away'));
    await hopeless;
  });

  test('UI8 whoever waits for rows gets each of them, however far apart, after trouble too, and is let go with the result', async () => {
    const { windows, gates, clock } = make();
    const both = Promise.all([windows.arrival(150), windows.arrival(950)]);
    await settled();
    gates.open[0]?.fail(new Failure('offline', 'away'));
    await settled();
    await clock.pass(2000);
    await answerAll(gates);
    expect((await both).map((row) => row?.path)).toEqual([windows.item(150)?.path, windows.item(950)?.path]);
    expect(windows.item(950)).toBeDefined();
    const gone = windows.arrival(5000);
    windows.close();
    expect(await gone).toBeUndefined();
  });

  test('rows without a size are fetched again behind what is shown', async () => {
    const { windows, gates } = make();
    windows.put(0, rowsFrom(0, 200, { w: 0, h: 0 }));
    windows.want('grid', { first: 0, last: 10 });
    expect(gates.calls).toEqual([]);
    windows.renew();
    expect(windows.item(5)?.w).toBe(0);
    await answerAll(gates);
    expect(windows.item(5)?.w).toBe(300);
    windows.renew();
    expect(gates.calls).toEqual([0]);
  });

  describe('read again', () => {
    const seen = { first: 0, last: 10 };

    async function shown(): Promise<ReturnType<typeof make>> {
      const made = make();
      made.windows.want('grid', seen);
      await answerAll(made.gates);
      return made;
    }

    test('UI5: the rows in view are replaced in one step, and stay as they were meanwhile', async () => {
      const { windows, gates } = await shown();
      let isRead = false;
      void windows.reread().then(() => (isRead = true));
      await settled();
      expect(windows.item(5)?.star).toBeNull();
      expect(isRead).toBe(false);
      gates.open[0]?.answer(rowsFrom(0, 200, { star: 4, version: 2 }));
      await settled();
      expect(windows.item(5)?.star).toBe(4);
      expect(isRead).toBe(true);
    });

    test('UI5: an answer that was asked for before does not count', async () => {
      const { windows, gates } = make();
      windows.want('grid', seen);
      const before = gates.open[0];
      let isRead = false;
      void windows.reread().then(() => (isRead = true));
      before?.answer(rowsFrom(0, 200));
      await settled();
      expect(before?.signal.aborted).toBe(true);
      expect(isRead).toBe(false);
      gates.open[0]?.answer(rowsFrom(0, 200, { star: 4 }));
      await settled();
      expect(windows.item(5)?.star).toBe(4);
      expect(isRead).toBe(true);
    });

    test('UI5: what could not be read is not taken for read', async () => {
      const { windows, gates, clock } = await shown();
      let isRead = false;
      void windows.reread().then(() => (isRead = true));
      gates.open[0]?.fail(new Failure('offline', 'away'));
      await settled();
      expect(isRead).toBe(false);
      expect(windows.item(5)).toBeDefined();
      await clock.pass(2000);
      gates.open[0]?.answer(rowsFrom(0, 200, { star: 4 }));
      await settled();
      expect(windows.item(5)?.star).toBe(4);
      expect(isRead).toBe(true);
    });

    test('UI5: whoever scrolls away is not waited for, and finds new rows when coming back', async () => {
      const { windows, gates } = await shown();
      let isRead = false;
      void windows.reread().then(() => (isRead = true));
      windows.want('grid', { first: 5000, last: 5010 });
      await answerAll(gates);
      expect(isRead).toBe(true);
      windows.want('grid', seen);
      expect(windows.item(5)).toBeUndefined();
      await answerAll(gates);
      expect(windows.item(5)).toBeDefined();
    });

    test('UI5: windows out of view are let go of, and fetched when they are wanted', async () => {
      const { windows, gates } = await shown();
      windows.want('grid', { first: 5000, last: 5010 });
      await answerAll(gates);
      void windows.reread();
      await answerAll(gates);
      expect(gates.calls).toEqual([0, 5000, 5000]);
      expect(windows.item(5)).toBeUndefined();
    });

    test('the end of the result ends the wait', async () => {
      const { windows } = await shown();
      const reading = windows.reread();
      windows.close();
      await reading;
    });
  });
});
