import { Connection } from '../../apps/web/src/app/state/connection.ts';

describe('UI13: the connection', () => {
  test('tells whoever waits that the server is back, until they wait no more', () => {
    const connection = new Connection();
    const told: string[] = [];
    const leave = connection.onReturn(() => told.push('first'));
    connection.onReturn(() => told.push('second'));
    const again = (): void => {
      connection.report(false);
      connection.report(true);
    };
    again();
    leave();
    leave();
    again();
    expect(told).toEqual(['first', 'second', 'second']);
  });
});
