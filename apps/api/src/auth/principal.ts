import { rights, type Right } from '#contracts';

export type Role = Exclude<Right, 'public'>;

/** Who is asking. Every request has one, also where nobody had to say who they are. */
export interface Principal {
  readonly name: string;
  readonly role: Role;
  /** Known by a token or a proxy, not just by sitting at this machine. */
  readonly isAuthenticated: boolean;
}

/** Without configured identities the server is reached from this machine only, and its user may do everything. */
export const localUser: Principal = { name: 'local', role: 'admin', isAuthenticated: false };

export function mayUse(principal: Principal, needed: Right): boolean {
  return rights.indexOf(principal.role) >= rights.indexOf(needed);
}

declare module 'fastify' {
  interface FastifyRequest {
    principal: Principal;
  }
}
