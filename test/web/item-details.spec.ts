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
