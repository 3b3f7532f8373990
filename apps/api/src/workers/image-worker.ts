/** The child process that opens and decodes images. It does what it is told, one job after the other. */
import { readHeaders } from './read-headers.ts';
import { readMetadata } from './read-metadata.ts';
import { renderThumb } from './render-thumb.ts';
import type {
  FileToHash,
  JobAnswers,
  JobKind,
  WorkerAnswer,
  WorkerBegun,
  WorkerJob,
  WorkerRequest,
} from './worker-jobs.ts';

process.on('message', (message: WorkerRequest) => void answer(message));

// The server is gone: there is nobody to work for.
process.on('disconnect', () => process.exit(0));
// Ctrl-C in a terminal reaches the whole group; the server decides when its children end.
process.on('SIGINT', () => undefined);
// Supervisors may signal every process of a service. These are for the server, and would end a child or open it to debuggers.
for (const signal of ['SIGUSR1', 'SIGUSR2'] as const) process.on(signal, () => undefined);

async function answer({ id, job }: WorkerRequest): Promise<void> {
  process.send?.({ id, begun: true } satisfies WorkerBegun);
  let result: WorkerAnswer;
  try {
    result = { id, ok: true, value: await perform(job), rss: process.memoryUsage.rss() };
  } catch (error) {
    result = { id, ok: false, message: String(error), rss: process.memoryUsage.rss() };
  }
  process.send?.(result);
}

function perform(job: WorkerJob): Promise<JobAnswers[JobKind]> {
  switch (job.kind) {
    case 'thumb':
      return renderThumb(job);
    case 'headers':
      return readHeaders(job.images);
    case 'metadata':
      return readMetadata(job.image, job.path);
    case 'hashes':
      return hashInChild(job.files);
  }
}

/** Loaded when first needed: a gallery without labels never is hashed. */
async function hashInChild(files: readonly FileToHash[]): Promise<JobAnswers['hashes']> {
  const { hashFiles } = await import('./hash-files.ts');
  return hashFiles(files);
}
