import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCli, type CliRun } from '../../support/cli.ts';
import { imageBytes, writeImage, writeMany } from '../../support/images.ts';
import { environmentOf, S3Bucket } from '../../support/s3-bucket.ts';
import { S3Proxy } from '../../support/s3-proxy.ts';
import { hasS3Server, startS3Server, type S3Server } from '../../support/s3-server.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const patience = { seconds: 100 };

const linesOf = ({ err }: CliRun): string[] => err.trimEnd().split('\n');
const sayAgain = 'When that is mended, say it again: what is made is not made anew.';

describe('WK8: lenslet index that cannot do its work', () => {
  it('ends with the reason for a table that is broken behind its first rows', async () => {
    const folder = tempFolder('table');
    await writeImage(folder, '0.jpg');
    const rows = Array.from({ length: 60_000 }, (_, at) => `${at}.jpg`);
    const table = join(folder, 'table.csv');
    writeFileSync(table, ['file', ...rows, '"open.jpg', ''].join('\n'));
    const run = await runCli(['index', table, '--workspace', tempFolder('workspace')], patience);
    expect([run.code, run.out]).toEqual([1, '']);
    expect(run.err).toMatch(/table\.csv cannot be read, so nothing was made: .*a quote is opened/);
  }, 120_000);

  it('counts thumbnails that nothing took, and is not ready', async () => {
    const [root, workspace] = [tempFolder('gallery'), tempFolder('workspace')];
    await writeMany(root, 5);
    // Where their folder would be.
    writeFileSync(`${workspace}/thumbs`, '');
    const run = await runCli(['index', root, '--workspace', workspace], patience);
    expect([run.code, run.out]).toEqual([
      1,
      'Not all is ready: 5 images in 1 folder. Thumbnails: 0 made, 0 there already.\n',
    ]);
    const kept = '5 thumbnails could not be kept: is there room for it, and the right to write?';
    const named = [1, 2, 3, 4, 5].map(
      () => expect.stringMatching(/^ {4}\/\S+ \(its thumbnail could not be kept\)$/) as string,
    );
    expect(linesOf(run)).toEqual(['These failed:', ...named, kept, sayAgain]);
  }, 120_000);

  it('says why what it found could not be written down', async () => {
    const [root, workspace] = [tempFolder('gallery'), tempFolder('workspace')];
    await writeImage(root, 'one.jpg');
    writeFileSync(`${workspace}/index`, '');
    const run = await runCli(['index', root, '--workspace', workspace], patience);
    expect([run.code, run.out]).toEqual([
      1,
      'Not all is ready: 1 image in 1 folder. Thumbnails: 1 made, 0 there already.\n',
    ]);
    expect(linesOf(run)).toEqual([expect.stringMatching(/^What was found could not be written down: 1 /), sayAgain]);
  }, 120_000);
});

(hasS3Server ? describe : describe.skip)('WK8: lenslet index of a bucket that misbehaves', () => {
  let store: S3Server;

  beforeAll(async () => {
    store = await startS3Server();
  });

  it('counts folders and images that did not answer, and makes the others', async () => {
    const bucket = await S3Bucket.make(store);
    for (const key of ['a/1.jpg', 'a/2.jpg', 'b/1.jpg']) await bucket.put(key, await imageBytes());
    const proxy = await S3Proxy.open(store);
    const busy = { status: 503, code: 'SlowDown' };
    proxy.fault = ({ kind, path, query }) =>
      (kind === 'list' && query.get('prefix') === 'b/') || (kind === 'get' && path.endsWith('/a/2.jpg'))
        ? busy
        : undefined;
    const words = [`s3://${bucket.name}`, '--s3-endpoint', proxy.url, '--s3-path-style'];
    const index = (workspace: string): Promise<CliRun> =>
      runCli(['index', ...words, '--workspace', workspace], { ...patience, env: environmentOf(store.owner) });
    const workspace = tempFolder('workspace');
    const run = await index(workspace);
    expect([run.code, run.out]).toEqual([
      1,
      'Not all is ready: 2 images in 3 folders. Thumbnails: 1 made, 0 there already.\n',
    ]);
    expect(linesOf(run)).toEqual([
      'These failed:',
      '    /b (the storage did not answer)',
      '    /a/2.jpg (the storage did not answer)',
      '1 folder did not answer: what is in there is not known.',
      '1 image could not be read: the storage did not answer.',
      sayAgain,
    ]);
    proxy.fault = () => undefined;
    expect(await index(workspace)).toEqual({
      code: 0,
      out: 'Ready: 3 images in 3 folders. Thumbnails: 2 made, 1 there already.\n',
      err: '',
    });
  }, 240_000);
});
