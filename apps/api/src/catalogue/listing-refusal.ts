import { Problem } from '../shared/problem.ts';
import { sourceUnavailable } from '../shared/source-unavailable.ts';

/** Why a folder could not be listed, to whoever asked for it. */
export function refusal(status: 'absent' | 'denied' | 'unavailable'): Problem {
  return status === 'denied'
    ? new Problem('source_denied', 'The server may not read this folder: ask the operator for read permission.')
    : sourceUnavailable();
}
