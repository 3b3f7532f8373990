import type { View, ViewsDocument } from '#contracts';
import type { Http } from '../api/http.ts';
import { nameInHeader } from '../sync/edit-sender.ts';

/** The way of the views to the server and back. */
export interface ViewsRequests {
  read(): Promise<ViewsDocument>;
  /** Refused with `version_conflict`, and what is there now, when the version is not the latest. */
  replace(views: readonly View[], version: number, key: string): Promise<ViewsDocument>;
}

export function viewsRequests(
  http: Http,
  /** The name to be shown to others; empty for none. */
  ownName: () => string,
): ViewsRequests {
  return {
    read: () => http.json('views', {}),
    replace: (views, version, key) => {
      const name = ownName();
      return http.put(
        'views',
        { views },
        {
          'if-match': `"${String(version)}"`,
          'idempotency-key': key,
          ...(name === '' ? {} : { 'x-updated-by': nameInHeader(name) }),
        },
      );
    },
  };
}
