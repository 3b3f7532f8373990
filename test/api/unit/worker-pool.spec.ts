import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { JobAbandoned, JobCrashed, JobKilled } from '../../../apps/api/src/workers/job-failures.ts';
import { WorkerPool } from '../../../apps/api/src/workers/worker-pool.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { waitFor } from '../../support/wait-for.ts';
import { localPlace } from '../../support/places.ts';

/** A real child process that does as the path of its job says. The tenth of a second is the job's: no test waits for it to be over. */
const child = `
process.on('disconnect', () => process.exit());
process.on('message', ({ setup, id, job }) => {
  if (setup) return;
  if (job.path === '/unread' && !require('node:fs').existsSync(__filename + '.seen')) {
    require('node:fs').writeFileSync(__filename + '.seen', '');
    process.exit(3);
  }
  process.send({ id, begun: true });
  if (job.path === '/hang') return;
  if (job.path === '/crash') process.exit(3);
  const value = { path: job.path, pid: process.pid };
  const answer = () => process.send(job.path === '/fail' ? { id, ok: false, message: 'no', rss: 1 } : { id, ok: true, value, rss: job.path === '/grow' ? 2e9 : 1 });
  job.path === '/slow' ? setTimeout(answer, 100) : answer();
});`;

const pools: WorkerPool[] = [];
const clock = new FakeClock();

function makePool(size: number): WorkerPool {
  const file = join(tempFolder('worker'), 'child.cjs');
  writeFileSync(file, child);
  const pool = new WorkerPool(file, size, clock);
  pools.push(pool);
  return pool;
}

// The child answers with what it was asked for and who it is, whatever the kind of the job.
const run = (pool: WorkerPool, path: string, options: Partial<Parameters<WorkerPool['run']>[1]> = {}) =>
  pool.run(
    { kind: 'metadata', image: localPlace(path), path },
    { priority: 'waited', ...options },
  ) as unknown as Promise<{
    path: string;
    pid: number;
  }>;

afterAll(() => pools.forEach((pool) => pool.stop()));

describe('the pool of child processes', () => {
  it('does one job per child at a time, and uses its children again', async () => {
    const pool = makePool(2);
    const answers = await Promise.all(Array.from({ length: 9 }, (_, at) => run(pool, `/${String(at)}`)));
    expect(answers.map(({ path }) => path)).toEqual(Array.from({ length: 9 }, (_, at) => `/${String(at)}`));
    expect(new Set(answers.map(({ pid }) => pid)).size).toBeLessThanOrEqual(2);
    expect(pool.countersOf('metadata')).toEqual({ queued: 0, running: 0, done: 9, killed: 0, failed: 0 });
  });

  it('G4: outlives a child that dies of its job, and goes on with another', async () => {
    const pool = makePool(1);
    await expect(run(pool, '/crash')).rejects.toThrow(JobCrashed);
    expect((await run(pool, '/after')).path).toBe('/after');
    await expect(run(pool, '/fail')).rejects.toThrow('no');
    expect(pool.countersOf('metadata')).toMatchObject({ running: 0, failed: 2, killed: 0 });
  });

  it('G4: has a job that a dying child did not read done by the next, and blames nobody', async () => {
    const pool = makePool(1);
    expect((await run(pool, '/unread')).path).toBe('/unread');
    expect(pool.countersOf('metadata')).toEqual({ queued: 0, running: 0, done: 1, killed: 0, failed: 0 });
  });

  it('G18: kills a job by the clock after 10 s', async () => {
    const pool = makePool(1);
    const hanging = run(pool, '/hang');
    const outcome = expect(hanging).rejects.toThrow(JobKilled);
    clock.advance(9_999);
    expect(pool.countersOf('metadata').running).toBe(1);
    clock.advance(1);
    await outcome;
    expect(pool.countersOf('metadata').killed).toBe(1);
    expect((await run(pool, '/after')).path).toBe('/after');
  });

  it('G14: gives up what nobody waits for any more, unless it has begun', async () => {
    const pool = makePool(1);
    const running = run(pool, '/slow');
    const gone = new AbortController();
    const queued = run(pool, '/queued', { signal: gone.signal });
    gone.abort();
    await expect(queued).rejects.toThrow(JobAbandoned);
    expect(pool.countersOf('metadata').queued).toBe(0);
    expect((await running).path).toBe('/slow');
  });

  it('G2: runs one heavy job at a time, and others beside it', async () => {
    const pool = makePool(3);
    let heavyAtOnce = 0;
    let most = 0;
    const heavy = Array.from({ length: 3 }, async () => {
      const job = run(pool, '/slow', { isHeavy: true });
      const watch = waitFor(() => (pool.countersOf('metadata').running > 0 ? true : undefined), 'a job to run');
      await watch;
      heavyAtOnce = pool.countersOf('metadata').running;
      most = Math.max(most, heavyAtOnce);
      await job;
    });
    await Promise.all(heavy);
    expect(most).toBe(1);
    const beside = await Promise.all([run(pool, '/slow', { isHeavy: true }), run(pool, '/light')]);
    expect(beside[0].pid).not.toBe(beside[1].pid);
  });

  it('lets a job overtake when someone begins to wait for it', async () => {
    const pool = makePool(1);
    const order: string[] = [];
    const note = ({ path }: { path: string }): number => order.push(path);
    const ticket = {};
    const jobs = [
      run(pool, '/slow').then(note),
      run(pool, '/ahead 1', { priority: 'ahead' }).then(note),
      run(pool, '/ahead 2', { priority: 'ahead', ticket }).then(note),
    ];
    pool.promote(ticket);
    await Promise.all(jobs);
    expect(order).toEqual(['/slow', '/ahead 2', '/ahead 1']);
  });

  it('replaces a child that has grown too large', async () => {
    const pool = makePool(1);
    const [large, next] = [await run(pool, '/grow'), await run(pool, '/next')];
    expect(next.pid).not.toBe(large.pid);
  });

  it('abandons everything when it stops', async () => {
    const pool = makePool(1);
    const jobs = [run(pool, '/hang'), run(pool, '/queued')].map((job) => expect(job).rejects.toThrow(JobAbandoned));
    pool.stop();
    await Promise.all(jobs);
    await expect(run(pool, '/late')).rejects.toThrow(JobAbandoned);
  });
});
