import type { BulkPatch, ItemRow, LabelPatch } from '#contracts';
import { LabelDesk } from '../../../apps/web/src/app/state/label-desk.ts';
import type { Edit, KnownLabel, Outcome } from '../../../apps/web/src/app/sync/edit.ts';
import type { LiveFrame, ToHub } from '../../../apps/web/src/app/sync/hub-protocol.ts';
import type { SeededRandom } from '../../support/seeded-random.ts';
import { FakeGallery, fresh } from './fake-gallery.ts';
import { itemRow } from './rows.ts';

export function make(): { desk: LabelDesk; sent: ToHub[] } {
  const sent: ToHub[] = [];
  let count = 0;
  const desk = new LabelDesk(
    { send: (message) => sent.push(message) },
    () => `id-${(count += 1)}`,
    () => 1000 + count,
    () => 'tab',
  );
  return { desk, sent };
}

export const row = itemRow('/a.jpg', { version: 3, star: 1, tags: ['old'] });
export const known: KnownLabel = { ...fresh('/a.jpg'), version: 3, star: 1, tags: ['old'] };

export function rowOf({ path, version, star, tags, notes }: KnownLabel): ItemRow {
  return itemRow(path, { version, star, tags: [...tags], comments: notes });
}

export function itemUpdated(label: KnownLabel, gesture = 'g'): LiveFrame {
  const { path, version, star, tags, notes, updatedAt, updatedBy } = label;
  const times = { updated_at: updatedAt, updated_by: updatedBy, gesture_id: gesture };
  const data = { event_id: 1, path, version, star, tags: [...tags], notes, ...times };
  return { event: 'item-updated', id: '1', data };
}

export function itemsUpdated(labels: readonly KnownLabel[], more: object, gesture = 'g'): LiveFrame {
  const [paths, versions] = [labels.map(({ path }) => path), labels.map(({ version }) => version)];
  const times = { updated_at: '2026', updated_by: 'bob', gesture_id: gesture };
  const data = { event_id: 1, count: paths.length, paths, versions, ...times, ...more };
  return { event: 'items-updated', id: '1', data };
}

export const resync: LiveFrame = { event: 'resync', id: '', data: { reason: 'evicted', head: '' } };

/** A desk, and how it hears of what the server does: by answers, the stream and rows, each in its own time. */
export class DeskWorld {
  readonly gallery = new FakeGallery();
  readonly sent: ToHub[] = [];
  readonly rows = new Map<string, ItemRow>();
  /** What was done by this person and must never be out of sight again. */
  readonly mine = new Map<string, string[]>();
  private readonly line: Edit[] = [];
  private readonly answers: (() => void)[] = [];
  private readonly stream: LiveFrame[] = [];
  private readonly reads: (() => void)[] = [];
  private readonly details: (() => void)[] = [];
  private seenStale = 0;
  private count = 0;
  readonly desk: LabelDesk;

  constructor(
    readonly paths: readonly string[],
    private readonly random: SeededRandom,
  ) {
    this.desk = new LabelDesk(
      { send: (message) => this.sent.push(message) },
      () => `id-${(this.count += 1)}`,
      () => this.count,
      () => 'tab',
    );
    for (const path of paths) this.rows.set(path, rowOf(this.gallery.label(path)));
  }

  painted(path: string): KnownLabel {
    return this.desk.of(this.row(path));
  }

  step(): void {
    const { random } = this;
    const dice = random.next();
    const path = random.pick(this.paths);
    if (dice < 0.16) this.write(path);
    else if (dice < 0.2) this.writeMany();
    else if (dice < 0.28) this.bob([path], { set_star: random.pick([1, 2, 3]) });
    else if (dice < 0.33) this.bob(this.paths.slice(0, 2), { add_tags: [`bob-${(this.count += 1)}`] });
    else if (dice < 0.5) this.serve();
    else if (dice < 0.65) this.answers.shift()?.();
    else if (dice < 0.82) this.hear();
    else if (dice < 0.86) this.readDetails(path);
    else if (dice < 0.9) this.details.splice(random.below(this.details.length), 1)[0]?.();
    else if (dice < 0.98) this.reads.shift()?.();
    else this.stream.splice(0, Infinity, resync);
    this.readWhatIsStale();
  }

  /** Everything that is under way arrives. */
  calmDown(): void {
    for (let left = 2000; left > 0 && this.isBusy(); left--) {
      this.serve();
      this.random.pick([() => this.answers.shift()?.(), () => this.hear(), () => this.reads.shift()?.()])();
      this.details.shift()?.();
      this.readWhatIsStale();
    }
  }

  isBusy(): boolean {
    return [this.line, this.answers, this.stream, this.reads, this.details].some(({ length }) => length > 0);
  }

  private row(path: string): ItemRow {
    return this.rows.get(path) ?? itemRow(path);
  }

  private write(path: string): void {
    const tag = `mine-${(this.count += 1)}`;
    const patch: LabelPatch = { add_tags: [tag], set_star: this.random.pick([4, 5]) };
    const edit = this.desk.write(this.row(path), patch);
    if (edit === null) throw new Error('A new tag changes something.');
    this.note([path], tag);
    this.line.push(edit);
  }

  private writeMany(): void {
    const tag = `many-${(this.count += 1)}`;
    const paths = this.paths.slice(1);
    const patch: BulkPatch = { add_tags: [tag], set_star: 0 };
    this.desk.writeMany({ paths: [...paths] }, patch, (path) => paths.includes(path));
    this.note(paths, tag);
    const last = this.sent.at(-1);
    if (last?.kind === 'write') this.line.push(last.edit);
  }

  private note(paths: readonly string[], tag: string): void {
    for (const path of paths) this.mine.set(path, [...(this.mine.get(path) ?? []), tag]);
  }

  private bob(paths: readonly string[], patch: LabelPatch): void {
    const gesture = `b${(this.count += 1)}`;
    const before = paths.map((path) => this.gallery.label(path).version);
    const labels = paths.map((path) => this.gallery.write(path, patch));
    const changed = labels.filter(({ version }, at) => version !== before[at]);
    if (paths.length > 1) this.stream.push(itemsUpdated(changed, this.random.chance(0.8) ? { patch } : {}, gesture));
    else for (const label of changed) this.stream.push(itemUpdated(label, gesture));
  }

  /** The server takes the next of this person's edits. */
  private serve(): void {
    const edit = this.line.shift();
    if (edit === undefined || edit.kind === 'undo') return;
    const gesture = `g${(this.count += 1)}`;
    const paths = edit.kind === 'item' ? [edit.path] : this.paths.slice(1);
    const labels = paths.map((path) => this.gallery.write(path, edit.patch, 'ann'));
    const [label] = labels;
    if (label === undefined) return;
    let outcome: Outcome;
    if (edit.kind === 'item') {
      this.stream.push(itemUpdated(label, gesture));
      outcome = { kind: 'saved', label, gesture, replaced: null };
    } else {
      this.stream.push(
        itemsUpdated(labels, this.random.chance(0.5) ? { patch: edit.patch } : { truncated: true }, gesture),
      );
      const numbers = { matched: paths.length, changed: paths.length, unchanged: 0, missing: 0 };
      outcome = { kind: 'bulk-saved', answer: { gesture_id: gesture, ...numbers, durability: 'disk' } };
    }
    this.answers.push(() => this.desk.hearOutbox({ kind: 'gone', id: edit.id, outcome }));
  }

  private hear(): void {
    const frame = this.stream.shift();
    if (frame !== undefined) this.desk.hearFrame(frame);
  }

  private readDetails(path: string): void {
    const label = this.gallery.label(path);
    this.details.push(() => this.desk.learn(label));
  }

  /** As the page does it: everything in sight is read, and told of unless more has become stale meanwhile. */
  private readWhatIsStale(): void {
    const stale = this.desk.staleCount();
    if (stale === this.seenStale) return;
    this.seenStale = stale;
    const labels = this.paths.map((path) => this.gallery.label(path));
    this.reads.push(() => {
      for (const label of labels) this.rows.set(label.path, rowOf(label));
      if (this.desk.staleCount() === stale) this.desk.noteReadAgain();
    });
  }
}
