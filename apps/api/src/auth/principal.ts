import { rights, type Right, type Role } from '#contracts';

/** Who is asking. Every request has one, also where nobody had to say who they are. */
export interface Principal {
  readonly name: string;
  /** `public` is whoever has not said who they are, and should have. */
  readonly role: Role | 'public';
  /** Known by a token or a proxy, not just by sitting at this machine. */
  readonly isAuthenticated: boolean;
  /** By which they are known: with the token, the right goes. */
  readonly tokenHash?: string | undefined;
}

/** Without configured identities the server is reached from this machine only, and its user may do everything. */
export const localUser: Principal = { name: 'local', role: 'admin', isAuthenticated: false };

export const stranger: Principal = { name: '', role: 'public', isAuthenticated: false };

export function mayUse(principal: Principal, needed: Right): boolean {
  return rights.indexOf(principal.role) >= rights.indexOf(needed);
}

declare module 'fastify' {
  interface FastifyRequest {
    principal: Principal;
  }
}
