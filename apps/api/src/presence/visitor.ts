import type { FastifyRequest } from 'fastify';
import { mayUse } from '../auth/principal.ts';
import type { Visitor } from './presence-desk.ts';

export function visitorOf({ principal }: FastifyRequest): Visitor {
  return {
    person: principal.isAuthenticated ? principal.name : null,
    mayEdit: mayUse(principal, 'labeller'),
  };
}
