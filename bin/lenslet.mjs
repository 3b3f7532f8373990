#!/usr/bin/env node
// The installed command. Plain JavaScript that any Node can read, so that an old one gets a sentence and not a syntax error.
const [major] = process.versions.node.split('.').map(Number);
if (major < 24) {
  process.stderr.write(`Lenslet needs Node 24 or newer; this is ${process.versions.node}. See https://nodejs.org.\n`);
  process.exit(1);
}
const { startSmall } = await import('./start-small.mjs');
startSmall();
await import('../dist/api/main.js');
