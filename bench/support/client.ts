import { Agent, request } from 'node:http';

export interface Reply {
  readonly status: number;
  readonly bytes: Buffer;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** Connections that stay open, and nothing between us and the server's bytes: no decompression, no redirects. */
export class Client {
  private readonly agent: Agent;
  private readonly url: URL;
  private readonly base: string;

  constructor(url: string, connections = 8) {
    this.agent = new Agent({ keepAlive: true, maxSockets: connections, scheduling: 'fifo' });
    this.url = new URL(url);
    this.base = this.url.pathname.replace(/\/$/, '');
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Reply> {
    return this.send('GET', path, headers);
  }

  post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Reply> {
    return this.send('POST', path, { 'content-type': 'application/json', ...headers }, JSON.stringify(body));
  }

  patch(path: string, body: string, headers: Record<string, string>): Promise<Reply> {
    return this.send('PATCH', path, { 'content-type': 'application/json', ...headers }, body);
  }

  async getJson(path: string): Promise<unknown> {
    const { status, bytes } = await this.get(path);
    if (status !== 200) throw new Error(`GET ${path} answered ${String(status)}: ${bytes.toString().slice(0, 300)}`);
    return JSON.parse(bytes.toString());
  }

  close(): void {
    this.agent.destroy();
  }

  private send(method: string, path: string, headers: Record<string, string>, body?: string): Promise<Reply> {
    return new Promise((done, failed) => {
      const sent = request(
        { agent: this.agent, host: this.url.hostname, port: this.url.port, method, path: this.base + path, headers },
        (answer) => {
          const parts: Buffer[] = [];
          answer.on('data', (part: Buffer) => parts.push(part));
          answer.on('end', () => {
            done({ status: answer.statusCode ?? 0, bytes: Buffer.concat(parts), headers: answer.headers });
          });
          answer.on('error', failed);
        },
      );
      sent.on('error', failed);
      sent.end(body);
    });
  }
}
