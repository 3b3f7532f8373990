import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { tempFolder } from '../support/temp-folder.ts';
import { waitFor } from '../support/wait-for.ts';

const repository = resolve(__dirname, '../..');

/** The launcher in a folder where nothing is to be installed and building takes no tools. */
function launcherWith(main: string): { launcher: string; root: string } {
  const root = tempFolder('launch');
  for (const path of ['scripts/launch.mjs', 'scripts/launch', 'bin/start-small.mjs']) {
    cpSync(join(repository, path), join(root, path), { recursive: true });
  }
  writeFileSync(join(root, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(root, 'package-lock.json'), '{ "packages": {} }');
  mkdirSync(join(root, 'node_modules/@angular/cli/bin'), { recursive: true });
  writeFileSync(join(root, 'node_modules/.package-lock.json'), '{ "packages": {} }');
  const write = (path: string, content: string): string =>
    `import { mkdirSync, writeFileSync, appendFileSync } from 'node:fs';
     mkdirSync('${join(path, '..')}', { recursive: true });
     writeFileSync('${path}', ${JSON.stringify(content)});
     appendFileSync('builds', '${path}\\n');`;
  writeFileSync(join(root, 'scripts/build-api.ts'), write('dist/api/main.js', main));
  const page = write('dist/web/index.html', '').replace(
    /import .*;/,
    "const { mkdirSync, writeFileSync, appendFileSync } = require('node:fs');",
  );
  writeFileSync(join(root, 'node_modules/@angular/cli/bin/package.json'), '{ "type": "commonjs" }');
  writeFileSync(join(root, 'node_modules/@angular/cli/bin/ng.js'), page);
  return { launcher: join(root, 'scripts/launch.mjs'), root };
}

function environment(more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const env = { ...process.env, ...more };
  // As if started by hand, though npm runs these tests.
  if (more['npm_lifecycle_event'] === undefined) delete env['npm_lifecycle_event'];
  return env;
}

describe('the launcher', () => {
  it('builds what is stale, once, and hands every word on as it is', () => {
    const { launcher, root } = launcherWith('console.log(JSON.stringify(process.argv.slice(2)))');
    const words = ['a folder', '--port', '0', '--', '-x', 'it\'s "$HOME" *', ''];
    const start = (): string | undefined =>
      spawnSync(process.execPath, [launcher, 'start', ...words], { encoding: 'utf8', env: environment() })
        .stdout.trim()
        .split('\n')
        .at(-1);
    expect(JSON.parse(start() ?? '')).toEqual(words);
    expect(JSON.parse(start() ?? '')).toEqual(words);
    const builds = (): string[] => readFileSync(join(root, 'builds'), 'utf8').trim().split('\n').sort();
    expect(builds()).toEqual(['dist/api/main.js', 'dist/web/index.html']);
    mkdirSync(join(root, 'apps/api/src'), { recursive: true });
    writeFileSync(join(root, 'apps/api/src/main.ts'), 'changed');
    start();
    expect(builds()).toEqual(['dist/api/main.js', 'dist/api/main.js', 'dist/web/index.html']);
  });

  it('ends with the exit code of what it started', () => {
    const { launcher } = launcherWith('process.exitCode = 7');
    expect(spawnSync(process.execPath, [launcher, 'start'], { env: environment() }).status).toBe(7);
  });

  it('goes on to the tests when building fails, and tells them of it', () => {
    const { launcher, root } = launcherWith('');
    writeFileSync(join(root, 'scripts/build-api.ts'), `console.log('no such thing'); process.exitCode = 1;`);
    const told =
      'export const run = (words, build) => { console.log(words, build.isGood); return Promise.resolve(3); };';
    writeFileSync(join(root, 'scripts/test.ts'), told);
    const start = (command: string): { status: number | null; stdout: string; stderr: string } =>
      spawnSync(process.execPath, [launcher, command, 'x'], { encoding: 'utf8', env: environment() });
    const tested = start('test');
    expect(tested.stdout.trim().split('\n').at(-1)).toBe("[ 'x' ] false");
    expect(tested.stderr).toContain('no such thing');
    expect(tested.status).toBe(3);
    expect(start('start').status).toBe(1);
  });

  it('says what there is when asked for what there is not', () => {
    const { launcher } = launcherWith('');
    const { status, stderr } = spawnSync(process.execPath, [launcher, 'strat'], {
      encoding: 'utf8',
      env: environment(),
    });
    expect(status).toBe(2);
    expect(stderr).toContain('start');
  });

  it('stops when the npm that started it is killed', async () => {
    const { launcher } = launcherWith(
      `console.log('up ' + process.pid); setInterval(() => {}, 1000); process.on('SIGTERM', () => process.exit(0));`,
    );
    // A stand-in for npm: a process between us and the launcher.
    const npm = spawn(
      process.execPath,
      [
        '-e',
        `require('node:child_process').spawn(process.execPath, ${JSON.stringify([launcher, 'start'])}, { stdio: 'inherit' })`,
      ],
      { stdio: ['ignore', 'pipe', 'inherit'], env: environment({ npm_lifecycle_event: 'start' }) },
    );
    let output = '';
    npm.stdout.on('data', (part: Buffer) => (output += part.toString()));
    const pid = await waitFor(() => /up (\d+)/.exec(output)?.[1], 'the server to be up');
    try {
      npm.kill('SIGKILL');
      await once(npm, 'exit');
      await waitFor(() => !isAlive(Number(pid)), 'the server to be gone', { seconds: 5 });
    } finally {
      if (isAlive(Number(pid))) process.kill(Number(pid), 'SIGKILL');
    }
  });
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    // No such process: that is the answer.
    return false;
  }
}
