import type { FastifyRequest } from 'fastify';
import { mayUse } from '../auth/principal.ts';

/** Who speaks, besides what the tab says of itself. */
export interface Visitor {
  /** Null where nobody has to sign in. */
  readonly person: string | null;
  /** Whoever may not write cannot be editing. */
  readonly mayEdit: boolean;
}

export function visitorOf({ principal }: FastifyRequest): Visitor {
  return {
    person: principal.isAuthenticated ? principal.name : null,
    mayEdit: mayUse(principal, 'labeller'),
  };
}
