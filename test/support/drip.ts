import { connect } from 'node:net';

/** Sends the bytes one by one, so often, until the server ends it. */
export function drip(
  server: { readonly url: string },
  bytes: string,
  everyMs: number,
): Promise<{ seconds: number; text: string }> {
  const { hostname, port } = new URL(server.url);
  const started = performance.now();
  return new Promise((resolve) => {
    let text = '';
    let sent = 0;
    const socket = connect(Number(port), hostname);
    const sending = setInterval(() => {
      if (sent < bytes.length) socket.write(bytes[sent++] ?? '');
    }, everyMs);
    socket.on('data', (part) => (text += part.toString()));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearInterval(sending);
      resolve({ seconds: (performance.now() - started) / 1000, text });
    });
  });
}
