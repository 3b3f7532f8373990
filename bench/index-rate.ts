/** Images a second of `lenslet index` as a whole process, on JPEGs of 1200 × 900 in a local folder, with an empty workspace. */
import { join, resolve } from 'node:path';
import { processorSecondsOf, startProgram, tempFolder } from './support/bench-server.ts';
import { dataHome } from './support/data-sets.ts';
import { makeJpegs } from './support/distinct-images.ts';
import { median, report, round } from './support/measure.ts';

const name = 'index-rate';
const images = 1500;
const size = { width: 1200, height: 900 };
const rounds = 3;
const program = resolve(import.meta.dirname, '../bin/lenslet.mjs');

const folder = join(dataHome, 'jpegs-1200x900');
await makeJpegs(folder, images, size, (done) => {
  if (done % 250 === 0) console.error(`${String(done)} of ${String(images)} images`);
});

const seconds: number[] = [];
const processor: number[] = [];
for (let turn = 0; turn < rounds; turn += 1) {
  const run = await index(tempFolder('index'));
  seconds.push(run.seconds);
  processor.push(run.processorSeconds);
}
report(name, {
  images,
  per_second: round(images / median(seconds)),
  seconds: round(median(seconds)),
  // What others on the machine do not change: so many images a second for each core that is ours alone.
  per_core_second: round(images / median(processor)),
});

/** With the processor time of the process and its children, asked for while they live. */
async function index(workspace: string): Promise<{ seconds: number; processorSeconds: number }> {
  const started = performance.now();
  const child = startProgram(process.execPath, [program, 'index', folder, '--workspace', workspace]);
  let printed = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (part: Buffer) => {
      printed += part.toString();
    });
  const processor = new Map<number, number>();
  const look = setInterval(() => {
    for (const [pid, seconds] of processorSecondsOf(child.pid ?? 0))
      processor.set(pid, Math.max(seconds, processor.get(pid) ?? 0));
  }, 50);
  const code = await new Promise((done) => child.once('close', done));
  const seconds = (performance.now() - started) / 1000;
  clearInterval(look);
  if (code !== 0 || !printed.includes(`Ready: ${images.toLocaleString('en')} images`))
    throw new Error(`lenslet index ended with ${String(code)}:\n${printed}`);
  return { seconds, processorSeconds: [...processor.values()].reduce((sum, each) => sum + each, 0) };
}
