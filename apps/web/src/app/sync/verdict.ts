import type { ErrorCode } from '#contracts';

/** An answer that is not a success. `status` is 0 when there was none. */
export interface Refusal {
  readonly kind: 'refusal';
  readonly status: number;
  /** null: something else answered in the place of our server. */
  readonly code: ErrorCode | null;
  readonly message: string;
  readonly retryAfterMs: number | null;
}

/**
 * What to do about it. `later`: everything waits, then the same request again. `slower`: the same, by the server's own time. `sign-in`:
 * nothing is sent until somebody is signed in. `same-again`: only this one waits. `new-key`: the key means another request.
 * `never`: as it is, it will not be taken.
 */
export type Verdict = 'later' | 'slower' | 'sign-in' | 'same-again' | 'new-key' | 'never';

/** Said by a proxy, these say that our server is not there, not what it thinks of the request. */
const notFromUs = new Set([403, 404, 405, 409, 410, 422]);

export function verdictOn({ status, code }: Refusal): Verdict {
  if (code === 'idempotency_in_flight') return 'same-again';
  if (code === 'idempotency_key_reused') return 'new-key';
  if (status === 401) return 'sign-in';
  if (status === 429) return 'slower';
  if (status < 400 || status >= 500 || status === 408) return 'later';
  return code === null && notFromUs.has(status) ? 'later' : 'never';
}
