import js from '@eslint/js';
import tseslint from 'typescript-eslint';
import layersPlugin from './tools/lint/layers-plugin.ts';
import { adapters, layers, webLayers } from './tools/lint/layers.ts';

const globals = (object, property, message) => ({ object, property, message });

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', '**/node_modules/', '.angular/', 'bench/data/', 'coverage/'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      // The value of an option that was left out is often undefined on purpose.
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/dot-notation': 'off',
      // Nest declares the shape of its options as classes; nobody makes instances of them.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/prefer-readonly': 'error',
      'max-lines': ['error', { max: 300 }],
      eqeqeq: 'error',
    },
  },
  // One table of everything there is: it is as long as that, and cut in two it would be two tables.
  { files: ['libs/contracts/src/routes.ts'], rules: { 'max-lines': 'off' } },
  {
    files: ['**/*.mjs'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
        setInterval: 'readonly',
        clearInterval: 'readonly',
        document: 'readonly',
        localStorage: 'readonly',
        matchMedia: 'readonly',
      },
    },
  },
  {
    files: ['apps/api/src/**/*.ts'],
    plugins: { lenslet: layersPlugin },
    rules: {
      'lenslet/layers': ['error', { root: 'apps/api/src', table: layers, free: ['cli'] }],
      'lenslet/adapters': ['error', { root: 'apps/api/src', table: adapters }],
      // Constructor parameters are injected by their types, so those imports are no type imports.
      '@typescript-eslint/consistent-type-imports': 'off',
      'no-restricted-properties': [
        'error',
        globals('Date', 'now', 'Time comes from the clock.'),
        globals('process', 'env', 'The environment is read in main, for the settings.'),
        globals('process', 'argv', 'The command line is read in main, for the settings.'),
      ],
      'no-restricted-globals': [
        'error',
        { name: 'setTimeout', message: 'Time comes from the clock.' },
        { name: 'setInterval', message: 'Time comes from the clock, and what is regular happens in upkeep.' },
      ],
      '@typescript-eslint/explicit-function-return-type': ['error', { allowExpressions: true }],
    },
  },
  {
    files: ['apps/api/src/shared/clock.ts', 'apps/api/src/main.ts', 'apps/api/src/cli/**/*.ts'],
    rules: { 'no-restricted-properties': 'off', 'no-restricted-globals': 'off' },
  },
  {
    files: ['apps/web/src/app/**/*.ts'],
    plugins: { lenslet: layersPlugin },
    rules: { 'lenslet/layers': ['error', { root: 'apps/web/src/app', table: webLayers }] },
  },
  {
    files: ['test/**/*.ts', 'bench/**/*.ts', 'scripts/**/*.ts', 'tools/**/*.ts'],
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
);
