import type { GalleryServer } from './gallery-server.ts';

/** Somebody who writes, by the API. */
export class Writer {
  #written = 0;
  readonly server: GalleryServer;

  constructor(server: GalleryServer) {
    this.server = server;
  }

  /** Of the images of the gallery, as many as one window holds. */
  async paths(): Promise<string[]> {
    const headers = { 'content-type': 'application/json' };
    const query = { path: '/', recursive: true, sort: { key: 'name', dir: 'asc' }, offset: 0, limit: 100 };
    const found = await fetch(`${this.server.address}browse`, { method: 'POST', headers, body: JSON.stringify(query) });
    // Of an answer to a good question only the paths are used.
    const { items } = (await found.json()) as { items: { path: string }[] };
    return items.map(({ path }) => path);
  }

  async write(path: string, patch: object, by = 'Ana'): Promise<void> {
    await this.send('PATCH', `item?path=${encodeURIComponent(path)}`, patch, '*', by);
  }

  protected async send(method: string, path: string, body: object, base: string, by: string): Promise<void> {
    this.#written += 1;
    const answer = await fetch(`${this.server.address}${path}`, {
      method,
      headers: {
        'content-type': 'application/json',
        'if-match': base,
        'idempotency-key': `${String(Date.now())}-${String(this.#written)}`,
        'x-updated-by': by,
      },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path} could not be written: ${String(answer.status)}`);
  }
}
