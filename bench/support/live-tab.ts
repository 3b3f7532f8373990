/** A browser tab as the server sees it: a stream, a session, and the numbers it was told last. */
import { request, type ClientRequest } from 'node:http';
import type { PresenceAnswer, PresenceMoved, ScopeCounts } from '#contracts';
import type { Client } from './client.ts';

export class LiveTab {
  /** The numbers of each folder that it was told last, as `viewing/editing`. */
  readonly told = new Map<string, string>();
  lease = '';
  #stream: ClientRequest | undefined;

  readonly id: string;
  folder: string;
  readonly #client: Client;

  private constructor(client: Client, id: string, folder: string) {
    this.#client = client;
    this.id = id;
    this.folder = folder;
  }

  static async open(url: string, client: Client, id: string, folder: string, namesStream: boolean): Promise<LiveTab> {
    const tab = new LiveTab(client, id, folder);
    const streamId = await tab.listen(url);
    const joined = await tab.ask<PresenceAnswer>('/presence/join', {
      gallery_id: folder,
      client_id: id,
      ...(namesStream ? { stream_id: streamId } : {}),
    });
    tab.lease = joined.lease_id;
    return tab;
  }

  async move(to: string): Promise<PresenceMoved> {
    const names = { client_id: this.id, lease_id: this.lease };
    const from = this.folder;
    this.folder = to;
    return this.ask('/presence/move', { from_gallery_id: from, to_gallery_id: to, ...names });
  }

  leave(): Promise<ScopeCounts> {
    return this.ask('/presence/leave', { gallery_id: this.folder, client_id: this.id, lease_id: this.lease });
  }

  beat(): Promise<ScopeCounts> {
    return this.ask('/presence', { gallery_id: this.folder, client_id: this.id, lease_id: this.lease });
  }

  /** Loaded again: it joins as one that has no lease. */
  async refresh(): Promise<void> {
    const names = { gallery_id: this.folder, client_id: this.id };
    this.lease = (await this.ask<PresenceAnswer>('/presence/join', names)).lease_id;
  }

  /** Its stream ends, and it says nothing. */
  cut(): void {
    this.#stream?.destroy();
  }

  private listen(url: string): Promise<string> {
    return new Promise((opened, failed) => {
      const stream = request(`${url}/events`, { agent: false });
      this.#stream = stream;
      let rest = '';
      stream.on('response', (answer) => {
        answer.on('error', () => undefined);
        answer.setEncoding('utf8').on('data', (text: string) => {
          const frames = (rest + text).split('\n\n');
          rest = frames.pop() ?? '';
          for (const frame of frames) this.take(frame, opened);
        });
      });
      stream.on('error', failed);
      stream.end();
    });
  }

  private take(frame: string, opened: (streamId: string) => void): void {
    const [, name, data = '{}'] = /^event: (\S+)\n(?:id: .*\n)?data: (.*)$/m.exec(frame) ?? [];
    if (name === 'hb') opened((JSON.parse(data) as { stream_id: string }).stream_id);
    if (name !== 'presence') return;
    const { gallery_id, viewing, editing } = JSON.parse(data) as ScopeCounts;
    this.told.set(gallery_id, `${String(viewing)}/${String(editing)}`);
  }

  private async ask<Answer>(path: string, body: object): Promise<Answer> {
    const { status, bytes } = await this.#client.post(path, body);
    if (status !== 200) throw new Error(`POST ${path} answered ${String(status)}: ${bytes.toString()}`);
    return JSON.parse(bytes.toString()) as Answer;
  }
}
