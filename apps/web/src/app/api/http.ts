import { Failure, isCalledOff } from './failure.ts';

export type Params = Readonly<Record<string, string | number | boolean>>;

/** A server that takes longer than this to begin an answer counts as away. */
const PATIENCE_MS = 30_000;

/**
 * `fetch` with two promises: addresses are relative to the page's base, so the application works below any path, and
 * whatever goes wrong arrives as a Failure, except that a request called off rejects with AbortError as usual.
 */
export class Http {
  constructor(
    private readonly base: string,
    /** Told after every request what the server answered with; null when it did not. */
    private readonly onAnswer: (status: number | null) => void = () => undefined,
    /** Told the cursor of the stream that an answer knows everything up to, once it is where it belongs. */
    private readonly onRead: (cursor: string) => void = () => undefined,
    private readonly send: typeof fetch = (input, init) => fetch(input, init),
  ) {}

  /** An address for `fetch` or for an image. `path` has no leading slash. */
  url(path: string, params: Params = {}): string {
    const query = Object.entries(params)
      .map(([key, value]) => `${key}=${encodeURIComponent(value)}`)
      .join('&');
    return new URL(query === '' ? path : `${path}?${query}`, this.base).href;
  }

  async json<T>(path: string, params: Params, signal?: AbortSignal): Promise<T> {
    return this.bodyOf(await this.ask(this.url(path, params), signal));
  }

  async post<T>(path: string, body: unknown, signal?: AbortSignal): Promise<T> {
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    return this.bodyOf(await this.ask(this.url(path), signal, init));
  }

  /** `headers` say what it replaces, and by which key. */
  async put<T>(path: string, body: unknown, headers: Readonly<Record<string, string>>): Promise<T> {
    const typed = { ...headers, 'content-type': 'application/json' };
    return this.bodyOf(
      await this.ask(this.url(path), undefined, { method: 'PUT', headers: typed, body: JSON.stringify(body) }),
    );
  }

  /** While the page goes: nobody waits for an answer. False when the browser would not take it. */
  beacon(path: string, body: unknown): boolean {
    // Of a string it would say text/plain, which is refused.
    return navigator.sendBeacon(this.url(path), new Blob([JSON.stringify(body)], { type: 'application/json' }));
  }

  async bytes(path: string, signal?: AbortSignal): Promise<ArrayBuffer> {
    const response = await this.ask(this.url(path), signal);
    return readAll(response.arrayBuffer());
  }

  private async bodyOf<T>(response: Response): Promise<T> {
    // Both sides are built from the same contracts; the tests of the API check its answers against them.
    const body = (await readAll(response.json())) as T;
    const cursor = response.headers.get('x-sync-cursor');
    // Whoever asked takes the answer in before that.
    if (cursor !== null) setTimeout(() => this.onRead(cursor));
    return body;
  }

  /** Any answer below 400, as it is. */
  async ask(url: string, signal?: AbortSignal, init: RequestInit = {}): Promise<Response> {
    const patience = AbortSignal.timeout(PATIENCE_MS);
    const either = signal === undefined ? patience : AbortSignal.any([signal, patience]);
    let response: Response;
    try {
      response = await this.send(url, { ...init, signal: either });
    } catch (error) {
      if (!isCalledOff(error)) this.onAnswer(null);
      throw asFailure(error);
    }
    this.onAnswer(response.status);
    if (!response.ok) throw await Failure.from(response);
    return response;
  }
}

/** Waits for a body, with the same promise about failures. */
export async function readAll<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    throw asFailure(error);
  }
}

function asFailure(error: unknown): unknown {
  if (isCalledOff(error)) return error;
  return new Failure('offline', 'The server cannot be reached.');
}
