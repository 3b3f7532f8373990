import { applyDecorators, HttpCode, RequestMapping, RequestMethod } from '@nestjs/common';
import { routes, type RouteName } from '#contracts';

/** Binds a handler to its row in the table of routes: method, path, right and status come from there. */
export function Route(name: RouteName): MethodDecorator {
  const { method, path, answers } = routes[name];
  const [status] = Object.keys(answers).map(Number);
  return applyDecorators(RequestMapping({ method: RequestMethod[method], path }), HttpCode(status ?? 200));
}
