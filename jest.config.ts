import type { Config } from 'jest';

/** Long seeded, kill and load tests run in full under `npm run torture` only. */
const isTorture = process.env['LENSLET_TORTURE'] === '1';

/** The same road from TypeScript as scripts/build/decorator-metadata.ts, to CommonJS: that is what jest can mock and reset. */
const swc = [
  '@swc/jest',
  {
    configFile: false,
    swcrc: false,
    sourceMaps: 'inline',
    jsc: {
      target: 'es2024',
      parser: { syntax: 'typescript', decorators: true },
      keepClassNames: true,
      transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
    },
    module: { type: 'commonjs' },
  },
] satisfies [string, object];

interface Suite {
  readonly name: string;
  readonly folders: readonly string[];
  readonly seconds?: number;
  readonly more?: Exclude<Config['projects'], undefined>[number] & object;
}

function project({ name, folders, seconds = 10, more }: Suite): Exclude<Config['projects'], undefined>[number] {
  return {
    displayName: name,
    rootDir: import.meta.dirname,
    testMatch: folders.map((folder) => `<rootDir>/${folder}/**/*.spec.ts`),
    testPathIgnorePatterns: ['/node_modules/', ...(isTorture ? [] : ['\\.torture\\.spec\\.ts$'])],
    // Copies of the package in other places would be found as second modules of the same name.
    modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/tools/', '<rootDir>/bench/data/', '<rootDir>/.angular/'],
    transform: { '\\.ts$': swc },
    moduleFileExtensions: ['ts', 'js', 'mjs', 'json', 'node'],
    setupFiles: ['reflect-metadata'],
    // `testTimeout` is for all projects at once: each has its own from the setup file.
    globals: { testSeconds: (isTorture ? 60 : 1) * seconds },
    setupFilesAfterEnv: ['<rootDir>/test/support/test-timeout.ts'],
    ...more,
  };
}

const config: Config = {
  projects: [
    project({ name: 'unit', folders: ['test/api/unit', 'test/architecture', 'test/scripts'] }),
    // Every write is synced to a real disk, which others may be using as well.
    project({ name: 'contract', folders: ['test/api/contract'], seconds: 30 }),
    project({ name: 'http', folders: ['test/api/http'], seconds: 60 }),
    project({
      name: 'web',
      folders: ['test/web'],
      more: { testEnvironment: '<rootDir>/test/support/jsdom-environment.mjs' },
    }),
    project({ name: 'e2e', folders: ['test/e2e'], seconds: 120 }),
  ],
};

export default config;
