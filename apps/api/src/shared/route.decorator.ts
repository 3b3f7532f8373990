import { applyDecorators, HttpCode, RequestMapping, RequestMethod, SetMetadata } from '@nestjs/common';
import { routes, type RouteName } from '#contracts';

/** Where a handler's place in the table of routes is kept, for the access guard and the check at the start. */
export const routeNameKey = 'lenslet:route';

/** Binds a handler to its row in the table of routes: method, path, right and status come from there. */
export function Route(name: RouteName): MethodDecorator {
  const { method, path, answers } = routes[name];
  const [status] = Object.keys(answers).map(Number);
  return applyDecorators(
    RequestMapping({ method: RequestMethod[method], path: path }),
    SetMetadata(routeNameKey, name),
    HttpCode(status ?? 200),
  );
}
