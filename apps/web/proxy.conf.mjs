// `ng serve` hands the API's paths on to the API. The list is the routes table's: a new route needs nothing here.
import { routes } from '../../libs/contracts/src/routes.ts';

const target = 'http://127.0.0.1:7070';

const handOn = {
  target,
  // The API answers its own host and its own page only, and here the page comes from another port.
  changeOrigin: true,
  /** @param {{ on(event: 'proxyReq', listener: (request: import('node:http').ClientRequest) => void): void }} proxy */
  configure(proxy) {
    proxy.on('proxyReq', (request) => {
      if (request.hasHeader('origin')) request.setHeader('origin', target);
      if (request.hasHeader('referer')) request.setHeader('referer', `${target}/`);
    });
  },
};

const patterns = Object.values(routes)
  .filter(({ path }) => !path.includes('*'))
  .map(({ path }) => `^${path.replaceAll('.', '\\.').replaceAll(/:\w+/g, '[^/?]+')}(\\?|$)`);

export default Object.fromEntries(patterns.map((pattern) => [pattern, handOn]));
