import { Agent, request } from 'node:http';
import type { ErrorBody, PresenceAnswer, PresenceLeft, PresenceMoved } from '#contracts';

interface Answers {
  '/presence': PresenceAnswer;
  '/presence/join': PresenceAnswer;
  '/presence/move': PresenceMoved;
  '/presence/leave': PresenceLeft;
}

/** Many who ask at once, over a few connections that stay open: thousands of requests in seconds. */
export class Crowd {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 16 });

  constructor(private readonly server: { readonly url: string }) {}

  /** Its answer, and the status: a refusal is one of the answers. */
  post<Path extends keyof Answers>(
    path: Path,
    body: object,
  ): Promise<{
    readonly status: number;
    readonly answer: Answers[Path] & Partial<ErrorBody>;
    readonly retryAfter: string | undefined;
  }> {
    const text = JSON.stringify(body);
    return new Promise((resolve, reject) => {
      const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) };
      const sent = request(this.server.url + path, { method: 'POST', agent: this.#agent, headers }, (response) => {
        let told = '';
        response.setEncoding('utf8').on('data', (part: string) => (told += part));
        response.on('error', reject);
        response.on('end', () => {
          // The contract of these is held by the tests of single requests.
          const answer = JSON.parse(told) as Answers[Path];
          resolve({ status: response.statusCode ?? 0, answer, retryAfter: response.headers['retry-after'] });
        });
      });
      sent.on('error', reject);
      sent.end(text);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}
