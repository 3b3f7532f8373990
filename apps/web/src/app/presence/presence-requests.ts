import type { Http } from '../api/http.ts';
import type { PresenceApi } from './presence-client.ts';

/** Presence over HTTP. */
export function presenceRequests(http: Pick<Http, 'post' | 'beacon'>): PresenceApi {
  return {
    join: (body) => http.post('presence/join', body),
    move: (body) => http.post('presence/move', body),
    beat: (body) => http.post('presence', body),
    leave: (body) => http.beacon('presence/leave', body),
  };
}
