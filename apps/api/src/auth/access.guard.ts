import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { routes, type RouteName } from '#contracts';
import { Problem } from '../shared/problem.ts';
import { routeNameKey } from '../shared/route.decorator.ts';
import { mayUse } from './principal.ts';

/** The one place where it is decided whether a request may reach its handler. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    const name = this.reflector.get<RouteName | undefined>(routeNameKey, context.getHandler());
    // A handler outside of the table would have stopped the start; if one ever slips through, nobody may use it.
    if (name === undefined) throw new Problem('forbidden', 'This route is not open to anyone.');
    const { needs } = routes[name];
    const { principal } = context.switchToHttp().getRequest<FastifyRequest>();
    if (needs !== 'public' && !mayUse(principal, needs)) {
      throw new Problem('forbidden', `This needs the role ${needs}; you are ${principal.role}.`);
    }
    return true;
  }
}
