import {
  limits,
  type BrowseAnswer,
  type BrowsePart,
  type BrowseQuery,
  type BrowseRequest,
  type Drift,
  type FacetsAnswer,
  type FolderManifest,
  type GestureItemsAnswer,
  type GestureItemsQuery,
  type GesturesAnswer,
  type GesturesQuery,
  type Health,
  type HistoryAnswer,
  type ImportAnswer,
  type ImportPolicy,
  type ImportPreview,
  type ImportState,
  type Me,
  type Metadata,
  type Sidecar,
  type Stats,
  type StatsCounting,
  type StatsQuery,
  type TagsAnswer,
  type ThumbQueued,
  type UndoAnswer,
  type ExportFormat,
} from '#contracts';
import { readAll, type Http } from './http.ts';
import { upload } from './upload.ts';

export type ThumbAnswer = { kind: 'image'; blob: Blob } | { kind: 'queued'; retryAfterMs: number };

/** The routes of the API that the browser uses, as methods. */
export class GalleryApi {
  constructor(private readonly http: Http) {}

  /** The folders in a folder. The page of items that comes along is as small as it can be. */
  folders(path: string, signal?: AbortSignal): Promise<FolderManifest> {
    return this.http.json('folders', { path, page: 1, page_size: 1 }, signal);
  }

  browse(request: BrowseRequest, signal?: AbortSignal): Promise<BrowseAnswer> {
    return this.http.post('browse', request, signal);
  }

  /** The first window of a question, and where an item stands in it. */
  ask(query: BrowseQuery, locate: string | null, signal?: AbortSignal): Promise<BrowseAnswer> {
    const request = { ...query, offset: 0, limit: limits.browseWindow };
    return this.browse(locate === null ? request : { ...request, locate }, signal);
  }

  window(result: string, offset: number, limit: number, signal?: AbortSignal): Promise<BrowseAnswer> {
    return this.http.json(`browse/${encodeURIComponent(result)}`, { offset, limit }, signal);
  }

  /** Where an item stands in a result, however much has changed since that was frozen; null when it is not in it. */
  async placeIn(result: string, path: string): Promise<number | null> {
    const wanted = { offset: 0, limit: 1, fields: 'path', locate: path };
    const { located } = await this.http.json<BrowsePart>(`browse/${encodeURIComponent(result)}`, wanted);
    return located ?? null;
  }

  /** Width/height × 1000 of every item; 0 is unknown. */
  async layout(result: string, signal?: AbortSignal): Promise<Uint16Array> {
    const bytes = await this.http.bytes(`browse/${encodeURIComponent(result)}/layout`, signal);
    // The wire is little-endian, and so is every machine a current browser runs on.
    return new Uint16Array(bytes, 0, bytes.byteLength >> 1);
  }

  /** How labels and files have moved on since it was frozen. */
  drift(result: string): Promise<Drift> {
    return this.http.json(`browse/${encodeURIComponent(result)}/drift`, {});
  }

  facets(query: BrowseQuery, signal?: AbortSignal): Promise<FacetsAnswer> {
    return this.http.post('browse/facets', query, signal);
  }

  item(path: string, signal?: AbortSignal): Promise<Sidecar> {
    return this.http.json('item', { path }, signal);
  }

  metadata(path: string, signal?: AbortSignal): Promise<Metadata> {
    return this.http.json('metadata', { path }, signal);
  }

  health(signal?: AbortSignal): Promise<Health> {
    return this.http.json('health', {}, signal);
  }

  me(): Promise<Me> {
    return this.http.json('me', {});
  }

  async signOut(): Promise<void> {
    await this.http.ask(this.http.url('logout'), undefined, { method: 'POST' });
  }

  itemHistory(path: string, before?: number): Promise<HistoryAnswer> {
    return this.http.json('item/history', before === undefined ? { path } : { path, before });
  }

  gestures(query: GesturesQuery): Promise<GesturesAnswer> {
    return this.http.json('gestures', { ...query });
  }

  /** The images that it changed. */
  gestureItems(gesture: string, query: GestureItemsQuery): Promise<GestureItemsAnswer> {
    return this.http.json(`gestures/${encodeURIComponent(gesture)}/items`, { ...query });
  }

  /** What taking it back would do; nothing is changed. */
  rehearseUndo(gesture: string): Promise<UndoAnswer> {
    return this.http.post(`gestures/${encodeURIComponent(gesture)}/undo?dry_run=true`, undefined);
  }

  /** What importing a file would do; the server keeps it for a while. */
  previewImport(
    file: Blob,
    type: string,
    headers: Readonly<Record<string, string>>,
    onShare: (share: number) => void,
    signal: AbortSignal,
  ): Promise<ImportPreview> {
    const url = this.http.url('import', { dry_run: true });
    return upload(url, file, { ...headers, 'content-type': type }, onShare, signal);
  }

  async importKept(
    id: string,
    policy: ImportPolicy,
    skipsRefused: boolean,
    headers: Readonly<Record<string, string>>,
  ): Promise<ImportAnswer> {
    const url = this.http.url(`import/${encodeURIComponent(id)}`, { policy, skip_refused: skipsRefused });
    const response = await this.http.ask(url, undefined, { method: 'POST', headers });
    return (await readAll(response.json())) as ImportAnswer;
  }

  importState(id: string): Promise<ImportState> {
    return this.http.json(`import/${encodeURIComponent(id)}`, {});
  }

  stats(query: StatsQuery, signal?: AbortSignal): Promise<Stats | StatsCounting> {
    return this.http.json('stats', { ...query }, signal);
  }

  tags(): Promise<TagsAnswer> {
    return this.http.json('tags', {});
  }

  /** `isAhead`: nobody waits for it yet. */
  async thumb(path: string, fingerprint: string, signal: AbortSignal, isAhead: boolean): Promise<ThumbAnswer> {
    const url = this.http.url('thumb', { path, v: fingerprint });
    const response = await this.http.ask(url, signal, isAhead ? { priority: 'low' } : {});
    if (response.status === 202) {
      const body = (await readAll(response.json())) as ThumbQueued;
      return { kind: 'queued', retryAfterMs: body.retry_after_ms };
    }
    return { kind: 'image', blob: await readAll(response.blob()) };
  }

  /** Only whether the original could be had: rejects with the reason if not, which an answer to HEAD could not hold. */
  async probe(path: string, fingerprint: string, signal: AbortSignal): Promise<void> {
    const { body } = await this.http.ask(this.fileUrl(path, fingerprint), signal);
    await body?.cancel();
  }

  /** Where a browser takes a question away as a file. */
  exportUrl(query: BrowseQuery, format: ExportFormat, onlyLabelled: boolean): string {
    const only = onlyLabelled ? { labelled: 'only' } : {};
    return this.http.url('export', { format, query: JSON.stringify(query), ...only });
  }

  fileUrl(path: string, fingerprint: string): string {
    return this.http.url('file', { path, v: fingerprint });
  }
}
