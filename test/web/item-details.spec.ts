import { Failure } from '../../apps/web/src/app/api/failure.ts';
import { Connection } from '../../apps/web/src/app/state/connection.ts';
import { ItemDetails } from '../../apps/web/src/app/state/item-details.ts';
import { FakeClock } from './support/fake-clock.ts';

test('details that failed while the server was away are asked for again when it is back', async () => {
  const connection = new Connection();
  let asked = 0;
  const fail = (): Promise<never> => {
    asked += 1;
    return Promise.reject(new Failure('offline', 'No answer.'));
  };
  const clock = new FakeClock();
  const details = new ItemDetails({ item: fail, metadata: () => new Promise(() => undefined) }, clock, connection);
  details.show({ path: '/a.jpg', fingerprint: '1' });
  await clock.pass(100);
  expect(details.details().kind).toBe('failed');
  connection.report(false);
  expect(asked).toBe(1);
  connection.report(true);
  await clock.pass(100);
  expect(asked).toBe(2);
});

test('UI10: nothing that was read before a resync is shown again', async () => {
  const clock = new FakeClock();
  let asked = 0;
  const item = (path: string): Promise<never> => {
    asked += 1;
    // Only its path is looked at here.
    return Promise.resolve({ path } as never);
  };
  const details = new ItemDetails({ item, metadata: () => Promise.resolve({} as never) }, clock, new Connection());
  const show = async (path: string): Promise<void> => {
    details.show({ path, fingerprint: '1' });
    await clock.pass(100);
  };
  for (const path of ['/a.jpg', '/b.jpg', '/a.jpg']) await show(path);
  expect(asked).toBe(2);
  details.forget();
  expect(details.details()).toMatchObject({ kind: 'ready', of: { path: '/a.jpg' } });
  await show('/b.jpg');
  expect(asked).toBe(3);
});
