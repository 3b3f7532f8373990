import type { BulkAnswer } from '#contracts';
import { StreamReader, type Frame } from '../../support/event-stream.ts';
import { indexed } from '../../support/gallery-state.ts';
import { ask, type Answer } from '../../support/http-client.ts';
import { writeImage } from '../../support/images.ts';
import { writeHeaders } from '../../support/labels.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const root = tempFolder('gallery');
const pushes = 60;
let server: TestServer;

beforeAll(async () => {
  await writeImage(root, 'a.jpg');
  server = await startServer({ root });
  await indexed(server, 1);
});

afterAll(() => server.stop());

function tell(percent: number, message = ''): Promise<Answer<BulkAnswer>> {
  const items = [{ path: '/a.jpg', metrics: { score: percent } }];
  return ask(server, 'pushMetrics', { body: { items, progress: { percent, message } }, headers: writeHeaders() });
}

describe('a job that pushes metrics', () => {
  it('ST1: says how far it is to the whole gallery where it names no folder: now and then, and its last word', async () => {
    const reader = await StreamReader.open(server);
    await reader.greeted();
    const all = Array.from({ length: pushes }, (_, at) => tell(at + 1));
    expect(new Set((await Promise.all(all)).map(({ status }) => status))).toEqual(new Set([200]));
    await tell(100, 'done');
    const isLast = ({ event, data }: Frame): boolean => event === 'metrics-progress' && data.message === 'done';
    await reader.until(({ frames }) => frames.some(isLast), 'the last word of the job');
    const told = reader.all('metrics-progress');
    expect(told.at(-1)).toEqual({ gallery_id: '/', percent: 100, message: 'done' });
    // Each push is an event by itself, and was told; how far the job is was not each time.
    expect(reader.all('metrics-updated')).toHaveLength(pushes + 1);
    expect(told.length).toBeLessThan(pushes);
    reader.close();
  });

  it('ST1: may say how far it is and nothing else', async () => {
    const reader = await StreamReader.open(server);
    await reader.greeted();
    const items = [{ path: '/a.jpg', metrics: { score: 0.5 } }];
    const push = (progress: object): Promise<Answer<BulkAnswer>> =>
      ask(server, 'pushMetrics', { body: { items, gallery_id: '/', progress }, headers: writeHeaders() });
    expect((await push({ percent: 33 })).status).toBe(200);
    const isTold = ({ event, data }: Frame): boolean => event === 'metrics-progress' && data.percent === 33;
    await reader.until(({ frames }) => frames.some(isTold), 'how far the job is');
    expect(reader.all('metrics-progress').at(-1)).toEqual({ gallery_id: '/', percent: 33 });
    expect((await push({ percent: 34, message: null })).status).toBe(400);
    reader.close();
  });
});
