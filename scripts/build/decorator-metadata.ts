import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { transform, type Options } from '@swc/core';
import type { Plugin } from 'esbuild';

/** The one way our TypeScript becomes JavaScript. jest.config.ts says the same to @swc/jest. */
export function swcOptions(sourceMaps: boolean): Options {
  return {
    configFile: false,
    swcrc: false,
    sourceMaps: sourceMaps ? 'inline' : false,
    jsc: {
      target: 'es2024',
      parser: { syntax: 'typescript', decorators: true },
      keepClassNames: true,
      transform: {
        legacyDecorator: true,
        decoratorMetadata: true,
        // Otherwise a field that a request left out becomes an own `undefined` and erases data when spread.
        useDefineForClassFields: false,
      },
    },
    module: { type: 'es6' },
  };
}

/** esbuild writes no decorator metadata, and Nest cannot inject without it: swc goes first, esbuild bundles what it made. */
export function decoratorMetadata(root: string, sourceMaps: boolean): Plugin {
  const ours = [join(root, 'apps'), join(root, 'libs')].map((folder) => folder + '/');
  return {
    name: 'decorator-metadata',
    setup(build) {
      const options = swcOptions(sourceMaps);
      build.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
        if (!ours.some((folder) => path.replaceAll('\\', '/').startsWith(folder))) return null;
        const { code } = await transform(await readFile(path, 'utf8'), { ...options, filename: path });
        return { contents: code, loader: 'js' };
      });
    },
  };
}
