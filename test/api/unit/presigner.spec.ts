import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { S3Client } from '@aws-sdk/client-s3';
import { Presigner } from '../../../apps/api/src/sources/s3/presigner.ts';
import { FakeClock } from '../../support/fake-clock.ts';

const hourMs = 3_600_000;

describe('SR4: addresses of objects', () => {
  const asked: string[] = [];
  let status = 200;
  let store: Server;
  let client: S3Client;

  /** A store whose clock is an hour ahead of ours. */
  beforeAll(async () => {
    store = createServer(({ method = '', url = '' }, answer) => {
      asked.push(`${method} ${url}`);
      answer.writeHead(status, { date: new Date(Date.now() + hourMs).toUTCString() }).end();
    });
    await new Promise<void>((resolve) => store.listen(0, '127.0.0.1', resolve));
    // It listens on a port, not on a path.
    const { port } = store.address() as AddressInfo;
    client = new S3Client({
      endpoint: `http://127.0.0.1:${port}`,
      region: 'us-east-1',
      forcePathStyle: true,
      credentials: { accessKeyId: 'KEY', secretAccessKey: 'secret' },
    });
  });
  beforeEach(() => {
    asked.length = 0;
    client.config.systemClockOffset = 0;
  });
  afterAll(() => {
    client.destroy();
    store.close();
  });

  const signedAt = async (presigner: Presigner): Promise<number> => {
    const date = new URL(await presigner.sign('one.jpg', 900)).searchParams.get('X-Amz-Date') ?? '';
    return Date.parse(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
  };

  it.each([200, 403, 404])('are signed by the clock of the store, also where it answers %d', async (answer) => {
    status = answer;
    const ahead = (await signedAt(await Presigner.of(client, { bucket: 'pics' }))) - Date.now();
    expect(Math.abs(ahead - hourMs)).toBeLessThan(hourMs / 12);
  });

  it('ask for its time once, and again when a clock was set or the machine has slept', async () => {
    status = 200;
    const clock = new FakeClock();
    const presigner = await Presigner.of(client, { bucket: 'pics' }, clock);
    await Promise.all([presigner.sign('1.jpg', 900), presigner.sign('2.jpg', 900)]);
    clock.advance(24 * hourMs);
    await presigner.sign('3.jpg', 900);
    expect(asked).toEqual(['HEAD /pics/']);
    jest.spyOn(clock, 'wall').mockReturnValue(clock.wall() + hourMs);
    await presigner.sign('4.jpg', 900);
    expect(asked).toHaveLength(2);
  });
});
