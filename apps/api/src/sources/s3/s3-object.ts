import type {
  GetObjectCommandInput,
  GetObjectCommandOutput,
  HeadObjectCommandOutput,
  S3Client,
} from '@aws-sdk/client-s3';
import type { Clock } from '../../shared/clock.ts';
import type { S3Location } from '../source-location.ts';
import { patienceMs } from './s3-client.ts';

/** One object of a bucket, which is asked for with limited patience. */
export class S3Object {
  readonly #name: { readonly Bucket: string; readonly Key: string };

  constructor(
    private readonly client: S3Client,
    { bucket }: S3Location,
    readonly key: string,
    readonly clock: Clock,
  ) {
    this.#name = { Bucket: bucket, Key: key };
  }

  async get(wish: Pick<GetObjectCommandInput, 'Range' | 'IfMatch'>): Promise<GetObjectCommandOutput> {
    const { GetObjectCommand } = await import('./sdk.ts');
    const command = new GetObjectCommand({ ...this.#name, ...wish });
    return this.soon((abortSignal) => this.client.send(command, { abortSignal }));
  }

  async head(): Promise<HeadObjectCommandOutput> {
    const { HeadObjectCommand } = await import('./sdk.ts');
    return this.soon((abortSignal) => this.client.send(new HeadObjectCommand(this.#name), { abortSignal }));
  }

  /** What comes of an answer that has begun may take as long as it takes. */
  private async soon<Answer>(ask: (signal: AbortSignal) => Promise<Answer>): Promise<Answer> {
    const impatience = new AbortController();
    const cancel = this.clock.after(patienceMs, () => impatience.abort());
    try {
      return await ask(impatience.signal);
    } finally {
      cancel();
    }
  }
}
