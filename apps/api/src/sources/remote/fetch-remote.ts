import { Buffer } from 'node:buffer';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Clock } from '../../shared/clock.ts';
import { Problem } from '../../shared/problem.ts';
import { signatureBytes, typeOfContent } from '../content-type.ts';
import { redirectTarget, type RefusedAddress } from './remote-address.ts';
import type { CheckedPlace, RemoteDoor } from './remote-door.ts';

/** How much, how long, and how often elsewhere. */
export interface RemoteLimits {
  readonly bytes: number;
  /** From the first question to the last byte. */
  readonly totalMs: number;
  /** In which nothing at all comes. */
  readonly silenceMs: number;
  readonly redirects: number;
}

export const usualLimits: RemoteLimits = { bytes: 100 * 2 ** 20, totalMs: 60_000, silenceMs: 10_000, redirects: 3 };

/** Reads images from other people's servers, which may be slow, endless, or after what lies behind our door. */
export class RemoteFetcher {
  constructor(
    private readonly door: RemoteDoor,
    private readonly clock: Clock,
    private readonly limits: RemoteLimits = usualLimits,
  ) {}

  /** The bytes of one image. It fails in the middle rather than give too many, or any of what is no image. */
  async *fetch(address: URL): AsyncGenerator<Buffer> {
    const over = new AbortController();
    const cancel = this.clock.after(this.limits.totalMs, () => {
      over.abort(new Error('It took too long.'));
    });
    try {
      const answer = await this.answerOf(address, over.signal);
      try {
        yield* this.imageIn(answer);
      } finally {
        answer.destroy();
      }
    } catch (error) {
      // What a connection says when it breaks names addresses, and helps nobody who looks at images.
      throw error instanceof Problem ? error : notGiven();
    } finally {
      cancel();
    }
  }

  private async answerOf(first: URL, signal: AbortSignal): Promise<IncomingMessage> {
    let address = first;
    for (let turn = 0; turn <= this.limits.redirects; turn += 1) {
      const answer = await this.ask(address, signal);
      const status = answer.statusCode ?? 0;
      if (status === 200) return answer;
      answer.destroy();
      if (![301, 302, 303, 307, 308].includes(status)) throw problemOf(status);
      address = accepted(redirectTarget(address, answer.headers.location));
    }
    throw refused({ refused: `leads on more than ${String(this.limits.redirects)} times` });
  }

  private async ask(address: URL, signal: AbortSignal): Promise<IncomingMessage> {
    const place = await this.door.find(address);
    if (place === undefined)
      throw refused({ refused: 'lies in a network of its own, which the operator has not named with --remote-host' });
    signal.throwIfAborted();
    const { silenceMs } = this.limits;
    return new Promise((resolve, reject) => {
      const begin = address.protocol === 'https:' ? httpsRequest : httpRequest;
      const asked = begin(address, {
        signal,
        // A connection of its own, to the address that was checked, whatever the name says by now.
        agent: false,
        lookup: (_host, options, done) => {
          answerLookup(place, options.all === true, done);
        },
        // Nothing of ours goes along: no cookie, no name, no address that we came from.
        headers: { accept: 'image/*', 'accept-encoding': 'identity', 'user-agent': 'Lenslet' },
        timeout: silenceMs,
      });
      asked.on('timeout', () => asked.destroy(new Error('Nothing came.')));
      asked.on('response', resolve);
      asked.on('error', reject);
      asked.end();
    });
  }

  private async *imageIn(answer: IncomingMessage): AsyncGenerator<Buffer> {
    if ((answer.headers['content-encoding'] ?? 'identity') !== 'identity') throw notGiven();
    if (Number(answer.headers['content-length'] ?? 0) > this.limits.bytes) throw this.tooLarge();
    let total = 0;
    let head: Buffer = Buffer.alloc(0);
    let isKnown = false;
    for await (const piece of answer as AsyncIterable<Buffer>) {
      total += piece.length;
      if (total > this.limits.bytes) throw this.tooLarge();
      if (isKnown) yield piece;
      else {
        head = Buffer.concat([head, piece]);
        if (head.length < signatureBytes) continue;
        provesImage(head);
        isKnown = true;
        yield head;
      }
    }
    if (isKnown) return;
    provesImage(head);
    yield head;
  }

  private tooLarge(): Problem {
    const megabytes = Math.floor(this.limits.bytes / 2 ** 20);
    return new Problem(
      'too_large',
      `This image is larger than the ${String(megabytes)} MB that are read from elsewhere.`,
    );
  }
}

/** Node asks in either of two ways, depending on what else it was told. */
function answerLookup(
  { address, family }: CheckedPlace,
  isForAll: boolean,
  done: (error: null, address: string | { address: string; family: number }[], family?: number) => void,
): void {
  if (isForAll) done(null, [{ address, family }]);
  else done(null, address, family);
}

/** Or it fails: a page that calls itself an image is not one. */
function provesImage(head: Buffer): void {
  if (typeOfContent(head) === undefined)
    throw new Problem('not_an_image', 'What is found at the address of this image is none of the five formats.');
}

function accepted(address: URL | RefusedAddress): URL {
  if ('refused' in address) throw refused(address);
  return address;
}

/** Without the address itself, which may hold a secret. */
export function refused({ refused: why }: RefusedAddress): Problem {
  return new Problem('source_denied', `The address of this image is not read: it ${why}.`);
}

function problemOf(status: number): Problem {
  if (status === 404 || status === 410)
    return new Problem('item_not_found', 'There is nothing at the address of this image any more.');
  if (status === 401 || status === 403)
    return new Problem('source_denied', 'The server that has this image does not give it to us.');
  return notGiven();
}

/** It is silent, broken or out of its mind: all of that may pass. */
function notGiven(): Problem {
  const sentence = 'The server that has this image, which is another one, does not give it now.';
  return new Problem('source_unavailable', sentence, { retryAfter: 5 });
}
