import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ImageServer {
  readonly url: string;
  /** The paths that were asked for, in order; without what stands behind `?`. */
  readonly asked: readonly string[];
  stop(): Promise<void>;
}

/** Somebody else's server, on a loopback address, which answers these paths and nothing else. */
export async function startImageServer(
  answers: Readonly<Record<string, RequestListener>>,
  address = '127.0.0.1',
): Promise<ImageServer> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const [path = ''] = (request.url ?? '').split('?');
    asked.push(path);
    const answer = answers[path];
    if (answer) answer(request, response);
    else response.writeHead(404).end();
  });
  await new Promise<void>((done) => server.listen(0, address, done));
  return {
    url: `http://${address}:${String((server.address() as AddressInfo).port)}`,
    asked,
    stop: () =>
      new Promise<void>((done) => {
        server.close(() => {
          done();
        });
        server.closeAllConnections();
      }),
  };
}
