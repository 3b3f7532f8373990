import type { Sidecar } from './items.ts';
import type { ViewsDocument } from './views.ts';

/** Every error code the API answers with, and the HTTP status it travels under. A code is a promise: it is never renamed. */
export const errorStatus = {
  invalid_field: 400,
  invalid_path: 400,
  invalid_json: 400,
  missing_base_version: 400,
  invalid_if_match: 400,
  version_mismatch: 400,
  missing_idempotency_key: 400,
  invalid_idempotency_key: 400,
  folder_not_found: 404,
  item_not_found: 404,
  item_gone: 404,
  gesture_not_found: 404,
  import_not_found: 404,
  route_not_found: 404,
  method_not_allowed: 405,
  not_acceptable: 406,
  source_denied: 403,
  forbidden: 403,
  cross_site: 403,
  unauthenticated: 401,
  request_timeout: 408,
  version_conflict: 409,
  broken_pointer: 409,
  pointer_loop: 409,
  idempotency_in_flight: 409,
  not_undoable: 409,
  already_imported: 409,
  no_workspace: 409,
  invalid_lease: 409,
  scope_mismatch: 409,
  result_expired: 410,
  body_too_large: 413,
  uri_too_long: 414,
  unsupported_media_type: 415,
  not_an_image: 415,
  range_not_satisfiable: 416,
  misdirected_host: 421,
  undecodable_image: 422,
  invalid_labels_file: 422,
  too_large: 422,
  idempotency_key_reused: 422,
  too_many_sessions: 429,
  too_many_attempts: 429,
  too_many_requests: 429,
  headers_too_large: 431,
  bad_request: 400,
  internal_error: 500,
  source_unavailable: 503,
  labels_loading: 503,
  storage_failed: 503,
  overloaded: 503,
  shutting_down: 503,
  storage_full: 507,
} as const;

export type ErrorCode = keyof typeof errorStatus;

/** The body of every answer that is not a success. */
export interface ErrorBody {
  error: ErrorCode;
  /** One sentence for a person: what is wrong and, where that is known, what to do. */
  message: string;
  /** The query or body field that was refused. */
  field?: string;
  /** Of a version conflict: what is there now. */
  current?: Sidecar | ViewsDocument;
  /** Of a version conflict: what has changed since the version that the write named. */
  changed_fields?: string[];
  /** Of a refusal about presence: whose session it is. */
  client_id?: string;
  /** Of a scope mismatch: where the session was said to be, and where it is. */
  requested_gallery_id?: string;
  actual_gallery_id?: string;
  /** The same sentence again, under the name that older clients read. */
  detail?: string;
}
