import { gestureKinds, type GestureKind } from '#contracts';
import type { ActivityColumns, ActivityPlace } from '../persistence/activity-columns.ts';
import type { LabelBook } from '../persistence/label-book.ts';
import type { LabelStore } from '../persistence/label-store.ts';
import { Breather } from '../shared/breather.ts';
import type { Clock } from '../shared/clock.ts';
import { extended } from '../shared/extended.ts';
import { Problem } from '../shared/problem.ts';
import { SingleFlight } from '../shared/single-flight.ts';
import { ActivityLog, type ActivityKind } from './activity-log.ts';

/** Jobs and the server itself write as well; that is nobody's work. */
const kinds: Readonly<Record<GestureKind, ActivityKind>> = {
  ...{ edit: 'edit', bulk: 'bulk', undo: 'undo', import: 'import' },
  ...{ metrics: 'other', follow: 'other' },
};

/** Of whoever needs it at once. The page waits for half a minute for any answer. */
const patienceMs = 20_000;

/** Operations between two looks at the clock. */
const addedAtOnce = 512;

/**
 * The log of all operations as it is now. It is read from the history when somebody asks for the first time, and only what has come since
 * each time after that: as long as nobody asks, it costs nothing.
 */
export class ActivityBook {
  readonly log = new ActivityLog();
  #place: ActivityPlace = { seq: 0, item: 0, known: 0 };
  /** By the number that the store has for an item: that of its label in the table. */
  #labels = new Uint32Array(1024);
  #isRead = false;
  readonly #reading = new SingleFlight<void>();

  constructor(
    private readonly store: Pick<LabelStore, 'activityAfter'>,
    private readonly book: Pick<LabelBook, 'ackedSeq' | 'loaded'> & {
      readonly table: Pick<LabelBook['table'], 'numberOf'>;
    },
    private readonly clock: Pick<Clock, 'sleep'>,
  ) {}

  /** The number of the latest operation that whoever asks now must find in the log. */
  get acknowledged(): number {
    return this.book.ackedSeq;
  }

  /** The share of the history that has been read. */
  get progress(): number {
    return this.book.ackedSeq === 0 ? 1 : Math.min(1, this.#place.seq / this.book.ackedSeq);
  }

  /** The history has been read up to now, or is so within this time; the reading goes on all the same. */
  async isReadWithin(milliseconds: number): Promise<boolean> {
    return Promise.race([this.follow().then(() => true), this.clock.sleep(milliseconds).then(() => false)]);
  }

  /** The same as `follow`; while it is read for the first time it gives up after a while, and the reading goes on. */
  async followInTime(): Promise<void> {
    if (this.#isRead) return this.follow();
    if (await this.isReadWithin(patienceMs)) return;
    const percent = String(Math.floor(this.progress * 100));
    throw new Problem('labels_loading', `The history is still being read (${percent} %): try again in a moment.`, {
      retryAfter: 2,
    });
  }

  /** Ends when everything is in the log that was acknowledged before. */
  async follow(): Promise<void> {
    await this.book.loaded();
    const wanted = this.book.ackedSeq;
    while (this.#place.seq < wanted) {
      const before = this.#place;
      // Never one that began before: what was acknowledged since is not in it.
      await this.#reading.runAnew('', () => this.read());
      // The latest writes changed no item.
      if (before === this.#place) break;
    }
    this.#isRead = true;
  }

  private async read(): Promise<void> {
    const page = await this.store.activityAfter({ after: this.#place, until: this.book.ackedSeq });
    const breather = new Breather();
    await this.learn(page, breather);
    await breather.through(
      page.count,
      (from, to) => {
        for (let at = from; at < to; at += 1) this.add(page, at);
      },
      addedAtOnce,
    );
    const [seq, item] = [page.seqs.at(-1), page.items.at(-1)];
    if (seq !== undefined && item !== undefined)
      this.#place = { seq, item, known: page.newItems.ids.at(-1) ?? this.#place.known };
  }

  /** Of labels that came with a file there may be as many before the first operation as there are images. */
  private async learn({ newItems: { ids, paths } }: ActivityColumns, breather: Breather): Promise<void> {
    const last = ids.at(-1) ?? 0;
    if (last >= this.#labels.length)
      this.#labels = extended(this.#labels, new Uint32Array(Math.max(last + 1, this.#labels.length * 2)));
    let begin = 0;
    await breather.through(
      ids.length,
      (from, to) => {
        for (let at = from; at < to; at += 1) {
          const end = paths.indexOf('\0', begin);
          const path = paths.slice(begin, end === -1 ? paths.length : end);
          this.#labels[ids[at] ?? 0] = this.book.table.numberOf(path);
          begin = end + 1;
        }
      },
      addedAtOnce,
    );
  }

  private add({ seqs, items, at: times, kinds: of, counts, actors, undone, names }: ActivityColumns, at: number): void {
    const back = undone[at] ?? 0;
    this.log.add({
      at: times[at] ?? 0,
      seq: seqs[at] ?? 0,
      item: this.#labels[items[at] ?? 0] ?? 0,
      person: names[actors[at] ?? 0] ?? '',
      kind: kinds[gestureKinds[of[at] ?? 0] ?? 'metrics'],
      count: counts[at] ?? 1,
      ...(back > 0 ? { undoes: names[back - 1] ?? '' } : {}),
    });
  }
}
