#!/usr/bin/env node
// The door behind every npm script. Only built-in modules, and only syntax that old versions of Node can read: this
// runs before anything is installed, on whatever Node the machine has, and makes the rest run on the right one.
import * as nodeModule from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startSmall } from '../bin/start-small.mjs';
import { isOldest, isRight, underPinnedNode } from './launch/pinned-node.mjs';
import { whenParentVanishes } from './launch/parent-watch.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const words = process.argv.slice(2);

if (isRight(process.versions.node)) {
  // The server is loaded into this process.
  if (words[0] === 'start') startSmall();
  // Compiled code is kept between starts. Beside the build, so that removing dist removes everything that was made.
  nodeModule.enableCompileCache(join(root, 'dist/.cache/compile'));
  // What runs here stops by itself when asked to; after ten seconds it is not asked any more.
  whenParentVanishes(() => {
    process.kill(process.pid, 'SIGTERM');
    setTimeout(() => process.exit(143), 10_000).unref();
  });
  const { launch } = await import('./launch/launch.ts');
  await launch(root, words);
} else if (isOldest(process.versions.node)) {
  await underPinnedNode(root, fileURLToPath(import.meta.url), words);
} else {
  console.error(
    `Lenslet needs Node 24; this is Node ${process.versions.node}. Install Node 24 from https://nodejs.org.`,
  );
  process.exitCode = 1;
}
