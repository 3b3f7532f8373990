import { routes, type Right, type RouteContract } from '#contracts';
import { Problem } from '../shared/problem.ts';
import { mayUse, type Principal } from './principal.ts';
import type { WriteAllowances } from './write-allowance.ts';

/** The one place where it is decided whether a request may reach its handler: before anything of its body is read. */
export class Access {
  readonly #routes = new Map(
    Object.values<RouteContract>(routes).map((route) => [`${route.method} ${route.path}`, route]),
  );

  constructor(private readonly allowances: WriteAllowances) {}

  /** `path` is the route that was found, as it stands in the table. */
  check(principal: Principal, method: string, path: string): void {
    const route = this.#routes.get(`${method === 'HEAD' ? 'GET' : method} ${path}`);
    // A route outside of the table would have stopped the start; if one ever slips through, nobody may use it.
    if (!route) throw new Problem('forbidden', 'This route is not open to anyone.');
    if (!mayUse(principal, route.needs)) throw refusal(principal, route.needs);
    if (route.write !== undefined && principal.isAuthenticated && !this.allowances.take(principal.name)) {
      throw new Problem('too_many_requests', 'That is more writes than one person may send.', { retryAfter: 1 });
    }
  }
}

function refusal(principal: Principal, needs: Right): Problem {
  if (principal.role === 'public') return new Problem('unauthenticated', 'Sign in first, or send a token.');
  return new Problem('forbidden', `This needs the role ${needs}; you are ${principal.role}.`);
}
