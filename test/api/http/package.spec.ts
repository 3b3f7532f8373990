import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { send } from '../../support/http-client.ts';
import { indexed } from '../../support/gallery-state.ts';
import { writeImage } from '../../support/images.ts';
import { startServer } from '../../support/server.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const repository = resolve(__dirname, '../../..');

interface Manifest {
  readonly version: string;
  readonly dependencies: Readonly<Record<string, string>>;
}

function npm(...words: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync('npm', words, { cwd: repository, encoding: 'utf8' });
  if (status !== 0) throw new Error(`npm ${words.join(' ')} ended with ${String(status)}:\n${stderr}`);
  return stdout;
}

function sizeOf(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}

/** As others get it: packed, and installed in a folder of its own. What was built is not built again. */
describe('the package', () => {
  const folder = tempFolder('package');
  const modules = join(folder, 'node_modules');
  const { version } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as Manifest;

  beforeAll(() => {
    npm('pack', '--ignore-scripts', '--silent', '--pack-destination', folder);
    const tarball = join(folder, `lenslet-${version}.tgz`);
    npm('install', '--prefix', folder, '--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts', tarball);
  }, 120_000);

  it('DP1: is one command, what was built, and sharp, in less than 30 MB', () => {
    const { dependencies } = JSON.parse(readFileSync(join(modules, 'lenslet/package.json'), 'utf8')) as Manifest;
    expect(Object.keys(dependencies)).toEqual(['sharp']);
    expect(readdirSync(join(modules, 'lenslet')).sort()).toEqual(
      ['CHANGELOG.md', 'LICENSE', 'README.md', 'bin', 'dist', 'package.json'].sort(),
    );
    expect(readdirSync(join(modules, 'lenslet/dist')).sort()).toEqual(['api', 'web']);
    expect(sizeOf(modules)).toBeLessThan(30_000_000);
  });

  it('DP1: names the licence of everything that it holds, and no place on the machine that built it', () => {
    const licences = readFileSync(join(modules, 'lenslet/dist/api/3rdpartylicenses.txt'), 'utf8');
    for (const name of ['fastify', '@nestjs/core', 'pino', 'lru-cache', 'rxjs']) {
      expect(licences).toContain(`\n${name} `);
    }
    expect(existsSync(join(modules, 'lenslet/dist/web/3rdpartylicenses.txt'))).toBe(true);
    const files = readdirSync(join(modules, 'lenslet'), { recursive: true, withFileTypes: true });
    const telling = files
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((path) => readFileSync(path, 'latin1').includes(repository));
    expect(telling).toEqual([]);
  });

  it('DP1: serves a gallery, its thumbnails and the page, and stops when it is told', async () => {
    const root = tempFolder('gallery');
    await writeImage(root, 'one.jpg');
    const server = await startServer({ root, main: join(modules, 'lenslet/bin/lenslet.mjs') });
    await indexed(server, 1);
    const answers = await Promise.all(['/thumb?path=%2Fone.jpg', '/', '/docs'].map((path) => send(server.url + path)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(answers[0]!.headers['content-type']).toBe('image/webp');
    expect(await server.stop()).toBe(0);
  });
});
