import type { Metadata } from '#contracts';
import type { Places } from '../catalogue/places.ts';
import type { GalleryPath } from '../shared/gallery-path.ts';
import { imageProblem } from '../shared/image-problem.ts';
import { Problem } from '../shared/problem.ts';
import { sourceUnavailable } from '../shared/source-unavailable.ts';
import type { MetadataAnswer } from '../workers/worker-jobs.ts';
import type { WorkerPool } from '../workers/worker-pool.ts';
import { JobCrashed } from '../workers/job-failures.ts';

/** Has a child process read what is embedded in an image; hostile metadata is as dangerous as hostile pixels. */
export class MetadataReader {
  constructor(
    private readonly places: Places,
    private readonly pool: WorkerPool,
  ) {}

  async read(path: GalleryPath): Promise<Metadata> {
    const answer = await this.ask(path)
      // A child may die of something else than its image once.
      .catch((error: unknown) => {
        if (error instanceof JobCrashed) return this.ask(path);
        throw error;
      })
      .catch((error: unknown) => {
        if (error instanceof Problem) throw error;
        return undefined;
      });
    if (answer?.status === 'read') return answer.metadata;
    if (answer?.status === 'unavailable') throw sourceUnavailable();
    throw imageProblem(answer?.problem ?? 'undecodable');
  }

  private async ask(path: GalleryPath): Promise<MetadataAnswer> {
    const image = await this.places.handOut(path);
    return this.pool.run({ kind: 'metadata', image, path }, { priority: 'waited' });
  }
}
