import type { ErrorBody, ErrorCode } from '#contracts';

/** `offline`: no answer came. `refused`: the request will fail again as it is. `server`: it may work later. */
export type FailureKind = 'offline' | 'refused' | 'server';

/** Every way a request can fail, other than being called off by ourselves. */
export class Failure extends Error {
  override readonly name = 'Failure';

  constructor(
    readonly kind: FailureKind,
    message: string,
    readonly status: number = 0,
    readonly code: ErrorCode | null = null,
    /** Of a version conflict: what is there now. */
    readonly current?: ErrorBody['current'],
  ) {
    super(message);
  }

  static async from(response: Response): Promise<Failure> {
    const body = await readBody(response);
    const kind = response.status >= 500 || response.status === 429 ? 'server' : 'refused';
    const message = body?.message ?? `The server answered ${String(response.status)}.`;
    return new Failure(kind, message, response.status, body?.error ?? null, body?.current);
  }
}

/** A request that was called off is not a failure: nobody waits for it any more. */
export function isCalledOff(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}

/** The folder stands for another, and that one cannot be come to. */
export function isPointerTrouble({ code }: Failure): boolean {
  return code === 'broken_pointer' || code === 'pointer_loop';
}

/** Nothing is wrong with the question itself: the answer may be another one when it is asked again. */
export function mayMendItself(failure: Failure): boolean {
  return failure.kind !== 'refused' || failure.status === 404 || isPointerTrouble(failure);
}

async function readBody(response: Response): Promise<ErrorBody | null> {
  try {
    const body: unknown = await response.json();
    if (typeof body !== 'object' || body === null || !('error' in body) || !('message' in body)) return null;
    // The shape was checked above; the code is one of ours unless something else answered in our place.
    return body as ErrorBody;
  } catch {
    // Not JSON: a proxy answered in our place. The status is all there is.
    return null;
  }
}
