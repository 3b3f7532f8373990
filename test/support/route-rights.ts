import { rights, routes, type Right, type RouteContract, type RouteName } from '#contracts';
import { addressOf, expectGuarded, send } from './http-client.ts';
import { freshKey } from './labels.ts';
import { usualRequests } from './usual-requests.ts';

export const routeNames = Object.keys(routes) as RouteName[];

/** Asks a route as somebody who has this right, and expects to get in exactly when the table of routes says so. */
export async function expectRight(
  server: { readonly url: string },
  name: RouteName,
  right: Right,
  headers: Readonly<Record<string, string>>,
): Promise<void> {
  const route: RouteContract = routes[name];
  const { query = {}, body } = usualRequests[name] ?? {};
  const answer = await send(server.url + addressOf(name, { result: 'r', id: 'g', query }), {
    method: route.method,
    isEndless: route.frames !== undefined,
    headers: {
      ...headers,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(route.write === undefined ? {} : { 'idempotency-key': freshKey() }),
      ...(route.write === 'versioned' ? { 'if-match': '*' } : {}),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  expectGuarded(answer);
  const mayUse = rights.indexOf(right) >= rights.indexOf(route.needs);
  const { error } = (
    /json/.test(String(answer.headers['content-type'])) && answer.status >= 400
      ? JSON.parse(answer.bytes.toString())
      : {}
  ) as { error?: string };
  // To sign in with no token is refused for that, and not for who asks.
  const isRefused = ['unauthenticated', 'forbidden'].includes(error ?? '') && name !== 'signIn';
  expect([isRefused, isRefused ? answer.status : 0]).toEqual([!mayUse, mayUse ? 0 : right === 'public' ? 401 : 403]);
}
