import { errorStatus, type ErrorBody, type ErrorCode } from '#contracts';

type Current = NonNullable<ErrorBody['current']>;

export interface ProblemDetails {
  /** The query or body field that was refused. */
  readonly field?: string;
  /** Seconds after which trying again makes sense. */
  readonly retryAfter?: number;
  /** Of a version conflict: what is there now, and what has changed since. */
  readonly current?: Current;
  readonly changedFields?: string[];
  /** Of a refusal about presence: whose session, where it was said to be, and where it is. */
  readonly session?: Pick<ErrorBody, 'client_id' | 'requested_gallery_id' | 'actual_gallery_id'>;
}

/** A refusal with a stable code. Thrown where the fact is known; one filter turns it into an HTTP answer. */
export class Problem extends Error {
  readonly status: number;

  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly details: ProblemDetails = {},
  ) {
    super(message);
    this.name = 'Problem';
    this.status = errorStatus[code];
  }

  body(): ErrorBody {
    const { field, current, changedFields, session } = this.details;
    return {
      error: this.code,
      message: this.message,
      ...(field === undefined ? {} : { field }),
      ...(current === undefined ? {} : { current }),
      ...(changedFields === undefined ? {} : { changed_fields: changedFields }),
      ...session,
      detail: this.message,
    };
  }
}
