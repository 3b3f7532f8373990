/** Bundles the API into dist/api: `node scripts/build-api.ts [--watch]`. */
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { context, build, type BuildOptions, type Metafile } from 'esbuild';
import { decoratorMetadata } from './build/decorator-metadata.ts';
import { bundledLicences } from './build/licences.ts';
import { buildOpenApi } from './openapi.ts';

const entries = {
  main: 'apps/api/src/main.ts',
  'image-worker': 'apps/api/src/workers/image-worker.ts',
  'scanner.worker': 'apps/api/src/catalogue/scanner.worker.ts',
  'store.worker': 'apps/api/src/persistence/store.worker.ts',
  'sidecar.worker': 'apps/api/src/sidecars/sidecar.worker.ts',
  'export.worker': 'apps/api/src/exchange/export.worker.ts',
};

/** Native packages stay packages; the others are what Nest would load if an application had them, and this one has not. */
const external = [
  'sharp',
  '@nestjs/microservices',
  '@nestjs/microservices/*',
  '@nestjs/websockets',
  '@nestjs/websockets/*',
  '@nestjs/platform-express',
  '@nestjs/platform-socket.io',
  '@fastify/static',
  '@fastify/view',
  '@fastify/cors',
  '@fastify/multipart',
  'class-transformer/storage',
  'file-type',
];

export interface ApiBuild {
  readonly root: string;
  /** Readable output with linked source maps. */
  readonly dev: boolean;
}

function options({ root, dev }: ApiBuild): BuildOptions & { metafile: true; outdir: string } {
  const present = Object.entries(entries)
    .map(([name, path]) => [name, join(root, path)] as const)
    .filter(([, path]) => existsSync(path));
  return {
    absWorkingDir: root,
    entryPoints: Object.fromEntries(present),
    outdir: join(root, 'dist/api'),
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    // What is imported on demand (the demo gallery, the help text) is not parsed at every start.
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    external,
    plugins: [decoratorMetadata(root, dev)],
    // Bundled CommonJS packages call require() for Node's own modules; an ES module has none.
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module';\nconst require = __createRequire(import.meta.url);",
    },
    minifySyntax: !dev,
    minifyWhitespace: !dev,
    // Identifiers stay as they are, so classes keep their names, which Nest shows in logs, without a call per closure.
    minifyIdentifiers: false,
    sourcemap: dev ? 'linked' : false,
    legalComments: 'none',
    metafile: true,
    logLevel: 'warning',
    define: {
      'process.env.NODE_ENV': dev ? '"development"' : '"production"',
      LENSLET_VERSION: JSON.stringify(versionOf(root)),
    },
  };
}

function versionOf(root: string): string {
  return (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }).version;
}

/** Chunks carry a hash in their names: those of earlier builds would stay for ever. */
async function removeStale(root: string, outdir: string, metafile: Metafile): Promise<void> {
  const written = new Set(Object.keys(metafile.outputs).map((path) => resolve(root, path)));
  for (const entry of await readdir(outdir, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() && /\.js(\.map)?$/.test(path) && !written.has(path)) await rm(path);
  }
}

async function writeOpenApi(outdir: string): Promise<void> {
  await mkdir(outdir, { recursive: true });
  await writeFile(join(outdir, 'openapi.json'), JSON.stringify(buildOpenApi(), null, 1) + '\n');
}

export async function buildApi(what: ApiBuild): Promise<void> {
  const plan = options(what);
  const [{ metafile }] = await Promise.all([build(plan), writeOpenApi(plan.outdir)]);
  await Promise.all([
    removeStale(what.root, plan.outdir, metafile),
    bundledLicences(what.root, metafile).then((text) => writeFile(join(plan.outdir, '3rdpartylicenses.txt'), text)),
  ]);
}

/** Builds again after every change, and tells of each build that succeeded. Ends when the returned function is called. */
export async function watchApi(what: ApiBuild, built: () => void): Promise<() => Promise<void>> {
  const plan = options(what);
  const watching = await context({
    ...plan,
    plugins: [
      ...(plan.plugins ?? []),
      {
        name: 'tell',
        setup: (build) => {
          build.onEnd(async ({ errors, metafile }) => {
            if (errors.length > 0 || !metafile) return;
            await writeOpenApi(plan.outdir);
            await removeStale(what.root, plan.outdir, metafile);
            built();
          });
        },
      },
    ],
  });
  await watching.watch();
  return () => watching.dispose();
}

if (import.meta.main) {
  const root = resolve(import.meta.dirname, '..');
  const started = performance.now();
  const say = (): void => {
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    console.log(`${relative(process.cwd(), join(root, 'dist/api')) || '.'} is built, after ${seconds} s`);
  };
  if (process.argv.includes('--watch')) {
    await watchApi({ root, dev: true }, say);
  } else {
    await buildApi({ root, dev: process.argv.includes('--dev') });
    say();
  }
}
