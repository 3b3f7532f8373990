import { Buffer } from 'node:buffer';
import { Problem } from '../shared/problem.ts';
import { failureOf, s3Problem } from '../sources/s3/s3-failure.ts';
import { bareTag, numberOf, secondOf } from '../sources/s3/tag-number.ts';
import type { ImageState, RemoteImage } from '../sources/source-location.ts';
import { sourceUnavailable } from '../shared/source-unavailable.ts';
import type { Approach, ImageFile } from './image-file.ts';
import { fileBytesMax } from './image-limits.ts';
import { pause } from './pause.ts';

/** All requests of one job together: well below the ten seconds after which the child is killed and the image blamed. */
const patienceMs = 6000;

/** Begins with the job. */
export function patience(): AbortSignal {
  return AbortSignal.timeout(patienceMs);
}

/** Most images say what they are in so many bytes. */
const headBytes = 16 * 1024;
const attempts = 3;
/** Before the second attempt, at most; twice as long before the third. */
const backOffMs = 400;

/**
 * An image behind an address. The first answer decides which state of it is read; what is asked for after that must be
 * of the same. Nothing that goes wrong on the way says anything about the image.
 */
export class RemoteFile implements ImageFile {
  readonly state: ImageState;

  private constructor(
    private readonly request: ObjectRequest,
    private readonly tag: string,
    private readonly start: Buffer,
    state: ImageState,
  ) {
    this.state = state;
  }

  static async use<Result>(
    image: RemoteImage,
    { need, deadline }: Approach,
    work: (file: ImageFile) => Promise<Result>,
  ): Promise<Result> {
    const request = new ObjectRequest(image, deadline);
    const answer = await request.send(need === 'head' ? { range: `bytes=0-${String(headBytes - 1)}` } : {});
    // Of nothing there is no first byte.
    const isEmpty = answer.status === 416;
    const tag = bareTag(answer.headers.get('etag') ?? '');
    const most = need === 'head' ? headBytes : fileBytesMax;
    const start = isEmpty ? Buffer.alloc(0) : await bodyOf(answer, most);
    const total = answer.headers.get('content-range')?.split('/')[1] ?? answer.headers.get('content-length');
    const mtime = secondOf(new Date(answer.headers.get('last-modified') ?? 0));
    const state = { size: isEmpty ? 0 : Number(total ?? start.length), mtime, inode: numberOf(tag) };
    if (start.length < Math.min(state.size, most) && state.size <= fileBytesMax) throw sourceUnavailable();
    return work(new RemoteFile(request, tag, start, state));
  }

  async head(bytes: number): Promise<Buffer> {
    const wanted = Math.min(bytes, this.state.size);
    if (wanted <= this.start.length) return this.start.subarray(0, wanted);
    return this.fetch(wanted);
  }

  async whole(): Promise<Buffer> {
    return this.start.length >= this.state.size ? this.start : this.fetch(this.state.size);
  }

  private async fetch(bytes: number): Promise<Buffer> {
    const range = bytes === this.state.size ? {} : { range: `bytes=0-${String(bytes - 1)}` };
    const answer = await this.request.send({ ...range, 'if-match': this.tag });
    if (bareTag(answer.headers.get('etag') ?? '') !== this.tag) throw sourceUnavailable();
    const body = await bodyOf(answer, bytes);
    // Cut short on the way: what came is no image that somebody made.
    if (body.length !== bytes) throw sourceUnavailable();
    return body;
  }
}

class ObjectRequest {
  constructor(
    private readonly image: RemoteImage,
    private readonly deadline: AbortSignal,
  ) {}

  async send(headers: Readonly<Record<string, string>>): Promise<Response> {
    for (let attempt = 1; ; attempt += 1) {
      // Errors of the connection name the host and no more; but nobody needs to know them either.
      const answer = await fetch(this.image.url, { headers, redirect: 'error', signal: this.deadline }).catch(
        () => null,
      );
      if (answer && (answer.ok || answer.status === 416)) return answer;
      const isBusy = !answer || answer.status >= 500 || answer.status === 429;
      if (!isBusy) throw await this.refusal(answer);
      await answer?.body?.cancel();
      if (attempt === attempts || this.deadline.aborted) throw sourceUnavailable();
      await pause(Math.random() * backOffMs * attempt);
    }
  }

  private async refusal(answer: Response): Promise<Problem> {
    const text = await answer.text().catch(() => '');
    const code = /<Code>(\w+)<\/Code>/.exec(text)?.[1] ?? '';
    // An address that has expired is refused with the word that stands for missing rights.
    const isExpired = /<Message>Request has expired/.test(text);
    return s3Problem(failureOf(answer.status, isExpired ? 'RequestExpired' : code), this.image.path);
  }
}

/** What comes of an answer, up to so many bytes: a store that sends more than was asked for is not read on. */
async function bodyOf(answer: Response, most: number): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let length = 0;
  if (Number(answer.headers.get('content-length')) > fileBytesMax) return tooMuch(answer);
  try {
    for await (const part of (answer.body ?? []) as AsyncIterable<Uint8Array>) {
      parts.push(part);
      length += part.length;
      if (length > most) break;
    }
  } catch {
    throw sourceUnavailable();
  }
  return Buffer.concat(parts).subarray(0, most);
}

/** Its state says how large it is, which is enough to refuse it. */
async function tooMuch(answer: Response): Promise<Buffer> {
  await answer.body?.cancel();
  return Buffer.alloc(0);
}
