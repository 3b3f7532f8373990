import { fork } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { JobUnstarted } from '../../../apps/api/src/workers/job-failures.ts';
import { WorkerPool } from '../../../apps/api/src/workers/worker-pool.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { localPlace } from '../../support/places.ts';

jest.mock('node:child_process', () => ({ fork: jest.fn() }));

const failures: Readonly<Record<string, () => unknown>> = {
  // As Node leaves it when there are no file handles: an object without a channel, whose error comes later.
  EMFILE: () => {
    const child = new EventEmitter();
    process.nextTick(() => child.emit('error', new Error('spawn EMFILE')));
    return child;
  },
  EAGAIN: () => {
    const channel = { unref: () => undefined };
    const child = Object.assign(new EventEmitter(), { channel, send: () => true, unref: () => undefined });
    process.nextTick(() => child.emit('error', new Error('spawn EAGAIN')));
    return child;
  },
  ENOMEM: () => {
    throw new Error('spawn ENOMEM');
  },
};

describe('a child that cannot be started', () => {
  it.each(Object.keys(failures))(
    'D12: refuses the jobs that wait for it, for %s, and blames none of them',
    async (code) => {
      (fork as jest.Mock).mockImplementation(failures[code] ?? (() => undefined));
      const pool = new WorkerPool('/nowhere', 1, new FakeClock());
      const jobs = ['/a', '/b'].map((path) =>
        pool.run({ kind: 'metadata', image: localPlace(path), path }, { priority: 'waited' }),
      );
      await Promise.all(jobs.map((job) => expect(job).rejects.toThrow(JobUnstarted)));
      expect(pool.countersOf('metadata')).toEqual({ queued: 0, running: 0, done: 0, killed: 0, failed: 2 });
    },
  );
});
