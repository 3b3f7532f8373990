import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { routes, type Right, type RouteContract, type RouteName } from '#contracts';
import { Problem } from '../shared/problem.ts';
import { routeNameKey } from '../shared/route.decorator.ts';
import { mayUse, type Principal } from './principal.ts';
import { WriteAllowances } from './write-allowance.ts';

/** The one place where it is decided whether a request may reach its handler. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly allowances: WriteAllowances,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    const name = this.reflector.get<RouteName | undefined>(routeNameKey, context.getHandler());
    // A handler outside of the table would have stopped the start; if one ever slips through, nobody may use it.
    if (name === undefined) throw new Problem('forbidden', 'This route is not open to anyone.');
    const { needs, write }: RouteContract = routes[name];
    const { principal } = context.switchToHttp().getRequest<FastifyRequest>();
    if (!mayUse(principal, needs)) throw refusal(principal, needs);
    if (write !== undefined && principal.isAuthenticated && !this.allowances.take(principal.name)) {
      throw new Problem('too_many_requests', 'That is more writes than one person may send.', { retryAfter: 1 });
    }
    return true;
  }
}

function refusal(principal: Principal, needs: Right): Problem {
  if (principal.role === 'public') return new Problem('unauthenticated', 'Sign in first, or send a token.');
  return new Problem('forbidden', `This needs the role ${needs}; you are ${principal.role}.`);
}
