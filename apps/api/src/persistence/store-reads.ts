import { Buffer } from 'node:buffer';
import { dirname } from 'node:path';
import { limits, type Gesture } from '#contracts';
import type { GalleryPath } from '../shared/gallery-path.ts';
import { activityPage, packActivity, type ActivityColumns, type ActivityQuestion } from './activity-columns.ts';
import { packContents, type PackedContents } from './content.ts';
import { columnsMax, columnsOf, type LabelColumns } from './label-columns.ts';
import { eventOfWrite } from './event-of-write.ts';
import type { KeptLabels } from './kept-labels.ts';
import type { GestureFilter, GestureItemsPage, GesturesPage, HistoryPage, ToldWrite } from './label-store.ts';
import { whoseLabelsFile } from './labels-file/whose-labels-file.ts';
import { identityOf, isSameFile, type LabelsFileIdentity } from './labels-file/identity.ts';
import { writeLabelsFile } from './labels-file/write-labels-file.ts';
import type { FlushAnswer } from './store-protocol.ts';
import { labelsFileIn } from './workspace-files.ts';
import type { KeptLabel } from './sql/kept-rows.ts';
import type { LabelEngine } from './sql/label-engine.ts';
import { PastWrites } from './sql/past-writes.ts';

/** Of writes that are told again. A reader has to take a page in before it gets the next one. */
const [writesPage, writesPageBytes] = [1000, 256 * 1024];

/** What is only read. It runs beside the writer where the database can be read apart, else in between its batches. */
export class StoreReads {
  readonly #pastWrites: PastWrites;

  constructor(
    private readonly engine: LabelEngine,
    private readonly workspace: string | null,
  ) {
    this.#pastWrites = new PastWrites(engine);
  }

  load(after: number): { labels: LabelColumns; next: number | null } {
    const labels = this.engine.labelsAfter(after, columnsMax);
    const last = labels.at(-1);
    return { labels: columnsOf(labels), next: labels.length === columnsMax && last ? last.id : null };
  }

  labelsOf(paths: string): LabelColumns {
    const labels = paths === '' ? [] : paths.split('\0').map((path) => this.engine.label(path));
    return columnsOf(labels.filter((label) => label !== undefined));
  }

  keptLabels(paths: string): KeptLabels {
    const found: [number, KeptLabel][] = [];
    const read = (): void => {
      for (const [place, path] of (paths === '' ? [] : paths.split('\0')).entries()) {
        const label = this.engine.label(path);
        if (label) found.push([place, label]);
      }
    };
    this.engine.snapshot(read);
    const labels = found.map(([, label]) => label);
    return {
      labels: columnsOf(labels),
      places: Uint32Array.from(found, ([place]) => place),
      seqs: Float64Array.from(labels, ({ seq }) => seq),
      extras: labels.flatMap(({ extra }, at) => (extra ? [[at, JSON.stringify(extra)] as const] : [])),
    };
  }

  /** Along the chain of the item's operations, beginning before the given one. */
  history(path: GalleryPath, before: number | null): HistoryPage {
    return this.engine.snapshot(() => {
      const label = this.engine.label(path);
      if (!label) return { operations: [], next: null };
      const start = before === null ? label.seq : this.lastBefore(before, label);
      const found = this.engine.operationsFrom(label.id, start, limits.historyPage + 1);
      const shown = found.slice(0, limits.historyPage);
      const operations = shown.map((operation) => this.engine.describe(operation, path));
      return { operations, next: found.length > shown.length ? (shown.at(-1)?.seq ?? null) : null };
    });
  }

  /** Nearly always one of the item's own operations is named, and the step is one. */
  private lastBefore(before: number, { id, seq }: KeptLabel): number {
    const named = this.engine.operation(before, id);
    if (named) return named.previous;
    let last = seq;
    while (last >= before && last > 0) last = this.engine.operation(last, id)?.previous ?? 0;
    return last;
  }

  gestures(filter: GestureFilter): GesturesPage {
    return this.engine.snapshot(() => this.gesturesNow(filter));
  }

  private gesturesNow(filter: GestureFilter): GesturesPage {
    const found = this.engine.gestures(filter, limits.historyPage + 1);
    const gestures = found.slice(0, limits.historyPage).map((gesture) => this.withItem(gesture));
    return { gestures, next: found.length > gestures.length ? (gestures.at(-1)?.seq ?? null) : null };
  }

  private withItem(gesture: Gesture): Gesture {
    if (gesture.count !== 1) return gesture;
    const [operation] = this.engine.operationsOf(gesture.seq);
    if (!operation) return gesture;
    const { item, version } = operation;
    return { ...gesture, path: this.engine.labelOfItem(item).path, version };
  }

  gestureItems(gesture: string, after: number, most: number): GestureItemsPage | null {
    return this.engine.snapshot(() => {
      const seq = this.engine.gestureOf(gesture)?.seq;
      if (seq === undefined) return null;
      const found = this.engine.operationsAfter(seq, after, most + 1);
      const shown = found.slice(0, most);
      const items = shown.map(({ item, version, changes }) => {
        return { path: this.engine.labelOfItem(item).path, version, changes };
      });
      return { seq, items, next: found.length > shown.length ? (shown.at(-1)?.item ?? null) : null };
    });
  }

  activityAfter(question: ActivityQuestion): ActivityColumns {
    return this.engine.snapshot(() => {
      const found = this.engine.activityAfter(question, activityPage);
      const { known } = question.after;
      const latest = found.reduce((most, { item }) => Math.max(most, item), known);
      return packActivity(found, this.engine.itemsAfter(known, latest - known));
    });
  }

  writesBetween(after: number, until: number): readonly ToldWrite[] {
    return this.engine.snapshot(() => {
      const told: ToldWrite[] = [];
      let bytes = 0;
      for (const write of this.#pastWrites.between(after, until, writesPage)) {
        const { name, event } = eventOfWrite(write);
        const data = JSON.stringify(event);
        told.push({ seq: write.seq, name, data });
        bytes += Buffer.byteLength(data);
        if (bytes >= writesPageBytes) break;
      }
      return told;
    });
  }

  contentsOf(paths: string): PackedContents {
    const contents = paths === '' ? [] : paths.split('\0').map((path) => this.engine.content(path));
    return packContents(contents.filter((content) => content !== undefined));
  }

  contentPathsAfter(path: GalleryPath): string {
    return this.engine.contentPathsAfter(path, columnsMax).join('\0');
  }

  /** `own` is labels.json as we left it: as long as it is that one, it need not be looked into again. */
  flush(savedAt: number, own: LabelsFileIdentity | undefined): FlushAnswer {
    if (this.workspace === null) throw new Error('A store in memory has no labels.json.');
    const file = labelsFileIn(this.workspace);
    const started = performance.now();
    try {
      return this.engine.snapshot(() => this.writeFile(file, savedAt, own, started));
    } catch (error) {
      return {
        kind: 'failed',
        reason: `labels.json cannot be written: ${inWords(error)}. The labels themselves are safe.`,
      };
    }
  }

  private writeFile(file: string, savedAt: number, own: LabelsFileIdentity | undefined, started: number): FlushAnswer {
    const seq = this.engine.counter('seq');
    const storeId = this.engine.meta('store_id') ?? '';
    const epoch = this.engine.latestEpoch();
    const found = identityOf(file);
    const stranger = isSameFile(own, found) ? undefined : this.strangerAt(file, storeId, seq);
    // It is shown to people, who are not told where on the server things lie.
    if (stranger !== undefined) return { kind: 'foreign', reason: stranger.replaceAll(`${dirname(file)}/`, '') };
    const { items, identity } = writeLabelsFile(
      file,
      { storeId, epoch, seq, savedAt },
      this.engine.labelsByPath(),
      () => {
        const now = identityOf(file);
        // Writing takes seconds when there are many: whose file came in between is looked at the next time.
        if (now && !isSameFile(found, now)) throw new Error('somebody else wrote it at the same time');
      },
    );
    return { kind: 'written', seq, items, milliseconds: performance.now() - started, identity };
  }

  /** Why labels.json must not be overwritten. */
  private strangerAt(file: string, storeId: string, seq: number): string | undefined {
    const own = { storeId, seq, lastSeqIn: (epoch: string) => this.engine.lastSeqIn(epoch) };
    const whose = whoseLabelsFile(file, own, this.engine.meta('merged_labels_file') ?? null);
    return whose.kind === 'foreign' ? whose.reason : undefined;
  }
}

function inWords(error: unknown): string {
  const words: Readonly<Record<string, string>> = {
    ENOSPC: 'the disk is full',
    EDQUOT: 'the disk is full',
    EROFS: 'the disk is read-only',
    EACCES: 'permission is missing',
    EPERM: 'permission is missing',
    EISDIR: 'a folder is in its place',
  };
  const { code = '', message } = error as NodeJS.ErrnoException;
  return words[code] ?? message;
}
