import { connect } from 'node:net';

export interface RawAnswer {
  /** Everything that came back. */
  readonly text: string;
  /** Of the first answer; 0 when there was none. */
  readonly status: number;
  /** The server ended the connection. */
  readonly isClosed: boolean;
}

/** Bytes as they are, to see what a server does with what no HTTP library would send. */
export function sendRaw(server: { readonly url: string }, bytes: string | Buffer, seconds = 3): Promise<RawAnswer> {
  const { hostname, port } = new URL(server.url);
  return new Promise((resolve) => {
    let text = '';
    const socket = connect(Number(port), hostname);
    const end = (isClosed: boolean): void => {
      clearTimeout(patience);
      socket.destroy();
      resolve({ text, status: Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0), isClosed });
    };
    const patience = setTimeout(() => end(false), seconds * 1000);
    socket.setEncoding('latin1').on('data', (part: string) => (text += part));
    // A server that refuses may end the connection while we still send.
    socket.on('error', () => end(true));
    socket.on('close', () => end(true));
    socket.write(bytes);
  });
}
