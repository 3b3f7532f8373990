import { mkdirSync, writeFileSync } from 'node:fs';
import { findingKinds } from '../../../apps/api/src/summaries/health-report.ts';
import { runCli, type CliRun } from '../../support/cli.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const doctor = (root: string, workspace: string): Promise<CliRun> =>
  runCli(['doctor', root, '--workspace', workspace], { seconds: 60 });

function writeReport(folder: string, findings: Readonly<Record<string, object>> = {}): void {
  const none = Object.fromEntries(findingKinds.map((kind) => [kind, { count: 0, items: [] }]));
  const report = { v: 1, generatedAt: '2026-01-23T19:22:05.000Z', ...none, ...findings };
  writeFileSync(`${folder}/_health.json`, JSON.stringify(report));
}

describe('WK7: lenslet doctor', () => {
  it('prints no name or reason as the terminal would obey it', async () => {
    const [root, workspace] = [tempFolder('gallery'), tempFolder('workspace')];
    const undecodable = { count: 1, items: [{ path: '/a\n\u001b[2J\u009b31mü\u007f.jpg', why: 'odd\r' }] };
    writeReport(workspace, { undecodable });
    const { code, out } = await doctor(root, workspace);
    expect([code, out.split('\n').at(-2)]).toEqual([
      0,
      String.raw`    /a\u000a\u001b[2J\u009b31mü\u007f.jpg (odd\u000d)`,
    ]);
  });

  it('names what is listed as people read it, and says where the rest is', async () => {
    const [root, workspace] = [tempFolder('gallery'), tempFolder('workspace')];
    const items = Array.from({ length: 12 }, () => ({ path: '/a\u{10ff5c}b\u{10ffe9}.jpg', why: 'undecodable' }));
    writeReport(workspace, {
      undecodable: { count: 12, items },
      missingThumbs: { count: 1, items: [{ path: '/c.jpg' }] },
    });
    const { code, out } = await doctor(root, workspace);
    expect([code, out.split('\n').slice(-4, -1)]).toEqual([
      0,
      [
        ...new Array<string>(2).fill(String.raw`    /a\b\xe9.jpg (undecodable)`),
        `    … and 2 more: all are in ${workspace}/_health.json`,
      ],
    ]);
    expect(out).toContain('1 has no thumbnail yet.');
  });

  it('reads where the options say, not what another server keeps beside the images', async () => {
    const [root, workspace] = [tempFolder('gallery'), tempFolder('workspace')];
    writeReport(root);
    const { code, err } = await doctor(root, workspace);
    expect([code, err]).toEqual([1, expect.stringContaining('there is no _health.json')]);
    const beside = await runCli(['doctor', root, '--workspace', workspace, '--layout', 'beside'], { seconds: 60 });
    expect([beside.code, beside.out]).toEqual([0, expect.stringContaining('everything is as it should be')]);
  });

  it('tells why a report cannot be read, and not that there is none', async () => {
    const [root, workspace] = [tempFolder('gallery'), tempFolder('workspace')];
    mkdirSync(`${workspace}/_health.json`);
    const { code, err } = await doctor(root, workspace);
    expect([code, err]).toEqual([1, `The _health.json in ${workspace} cannot be read: It is not a regular file.\n`]);
  });

  it('takes one that is cut short for none', async () => {
    const [root, workspace] = [tempFolder('gallery'), tempFolder('workspace')];
    writeFileSync(`${workspace}/_health.json`, '{"v":1,');
    const { code, err } = await doctor(root, workspace);
    expect([code, err]).toEqual([1, expect.stringContaining('there is no _health.json')]);
  });
});
