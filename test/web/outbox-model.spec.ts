import type { Choice, Edit, KnownLabel, OutboxNews } from '../../apps/web/src/app/sync/edit.ts';
import type { EditSender, Reply } from '../../apps/web/src/app/sync/edit-sender.ts';
import { Outbox } from '../../apps/web/src/app/sync/outbox.ts';
import { rounds, SeededRandom } from '../support/seeded-random.ts';
import { ann, bulkEdit, FakeStore, itemEdit } from './support/edits.ts';
import { FakeClock } from './support/fake-clock.ts';
import { FakeGallery, refusal } from './support/fake-gallery.ts';

const paths = ['/a.jpg', '/b.jpg', '/c.jpg'];

/** One browser, its server and everybody else, with everything that can go wrong between them. */
class World {
  readonly clock = new FakeClock();
  readonly gallery = new FakeGallery();
  readonly written: Edit[] = [];
  readonly outcomes = new Map<string, string>();
  readonly mergedInto = new Map<string, string>();
  /** They stood aside: their place in the order is gone. */
  readonly stoodAside = new Set<string>();
  readonly faults: string[] = [];
  private readonly broughtBack = new Set<string>();
  private readonly known = new Map<string, KnownLabel>();
  /** The texts of others that were on the screen before the person's own was sent. */
  private readonly seenTexts = new Map<string, Set<string>>();
  private readonly unsure = new Map<string, Edit>();
  private readonly rows = new Map<string, Map<string, Edit>>();
  private store = new FakeStore();
  private isOffline = false;
  isCalm = false;
  private keys = 0;
  private lives = 0;
  outbox = this.born();

  constructor(private readonly random: SeededRandom) {
    this.gallery.onAccept = (edit, before) => {
      if (edit.kind !== 'item' || edit.patch.set_notes === undefined || !before.notes.startsWith('bob')) return;
      if (this.seenTexts.get(edit.id)?.has(before.notes) !== true)
        this.faults.push(`${edit.id} wrote over ${before.notes}, which nobody had seen`);
    };
  }

  get rowsLeft(): string[] {
    return [...this.store.of(ann).keys()];
  }

  async step(): Promise<void> {
    const { random } = this;
    const dice = random.next();
    if (dice < 0.45) this.edit();
    else if (dice < 0.6) this.bob();
    else if (dice < 0.65 && this.random.seed % 2 === 1) this.die();
    else if (dice < 0.7) this.isOffline = !this.isOffline;
    else if (dice < 0.75) this.outbox.hurry();
    else if (dice < 0.83) this.choose();
    else if (dice < 0.88) this.look(random.pick(paths));
    else await this.clock.pass(random.pick([0, 3, 50, 1000, 20_000]));
    if (random.chance(0.3)) await this.clock.pass(random.below(30));
  }

  async calmDown(): Promise<void> {
    this.isCalm = true;
    this.isOffline = false;
    await this.clock.pass(200_000);
    this.outbox.hurry();
    await this.clock.pass(600_000);
  }

  private born(): Outbox {
    this.lives += 1;
    const life = this.lives;
    const isDead = (): boolean => life !== this.lives;
    this.store.isCut = true;
    this.store = new FakeStore(() => this.moment(5), this.rows);
    const sender: EditSender = {
      send: (edit) => this.carry(edit, life),
      read: (path) => Promise.resolve(this.gallery.label(path)),
    };
    const outbox = new Outbox({
      sender,
      store: this.store,
      clock: this.clock,
      newKey: () => `key-${(this.keys += 1)}`,
    });
    outbox.listen((news) => {
      if (!isDead()) this.hear(news);
    });
    void outbox.open(ann, 'ann');
    return outbox;
  }

  /** At any moment. What the tab was not told to be kept, it says again. */
  private die(): void {
    this.outbox = this.born();
    for (const edit of this.unsure.values()) void this.write(edit);
  }

  private async write(edit: Edit): Promise<void> {
    this.unsure.set(edit.id, edit);
    const { outbox } = this;
    await outbox.write(edit);
    // Another one knows nothing of what this one has kept.
    if (outbox === this.outbox) this.unsure.delete(edit.id);
  }

  private edit(): void {
    const { random } = this;
    if (random.chance(0.08)) {
      const bulk = bulkEdit(paths.slice(0, 2), { add_tags: [`bulk-${this.written.length}`] });
      this.written.push(bulk);
      void this.write(bulk);
      return;
    }
    const base = this.label(random.pick(paths));
    const number = this.written.length;
    const kind = random.next();
    const edit = itemEdit(base, {
      ...(kind < 0.4 ? { add_tags: [`tag-${number}`] } : {}),
      ...(kind >= 0.4 && kind < 0.6 ? { set_star: random.pick([1, 2, 3, 4, 5] as const) } : {}),
      ...(kind >= 0.55 ? { set_notes: `ann-${number}` } : {}),
    });
    this.seenTexts.set(edit.id, new Set([base.notes]));
    this.written.push(edit);
    void this.write(edit);
  }

  private bob(): void {
    const { random } = this;
    const text = `bob-${this.written.length}-${random.below(1000)}`;
    const patch = random.pick([
      { add_tags: [text] },
      { set_star: random.pick([0, 1, 5] as const) },
      { set_notes: text },
    ]);
    this.gallery.write(random.pick(paths), patch);
  }

  private choose(): void {
    const news = this.outbox.all();
    const still = news.kind === 'all' ? news.edits.filter(({ state }) => state !== 'sending') : [];
    if (still.length === 0) return;
    const edit = this.random.pick(still);
    const choice: Choice = this.random.pick(['mine-again', 'keep-theirs', 'drop']);
    if (edit.kind === 'item' && edit.theirs) this.seenTexts.get(edit.id)?.add(edit.theirs.notes);
    if (edit.kind === 'item' && choice === 'mine-again') this.broughtBack.add(edit.path);
    this.outbox.decide(edit.id, choice);
  }

  /** What the tab shows, by answers and by the stream. */
  private look(path: string): void {
    this.known.set(path, this.gallery.label(path));
  }

  private label(path: string): KnownLabel {
    return this.known.get(path) ?? this.gallery.label(path);
  }

  private hear(news: OutboxNews): void {
    const edit = news.kind === 'put' && news.edit.kind === 'item' ? news.edit : null;
    // Two texts of one's own meet only when a person brought back an old one, or a crash took the memory of what was one's own.
    if (this.lives === 1 && edit?.theirs?.notes.startsWith('ann') === true && !this.broughtBack.has(edit.path))
      this.faults.push(`${edit.id} is in conflict with ${edit.theirs.notes}, which is one's own`);
    if (news.kind === 'put' && (news.edit.state === 'conflict' || news.edit.state === 'refused'))
      this.stoodAside.add(news.edit.id);
    if (news.kind !== 'gone') return;
    this.outcomes.set(news.id, news.outcome.kind);
    if (news.outcome.kind === 'merged') {
      this.mergedInto.set(news.id, news.outcome.into);
      for (const text of this.seenTexts.get(news.id) ?? []) this.seenTexts.get(news.outcome.into)?.add(text);
    }
    const label = 'label' in news.outcome ? news.outcome.label : null;
    if (label !== null && label.version > (this.known.get(label.path)?.version ?? 0)) this.known.set(label.path, label);
  }

  private moment(most: number): Promise<void> {
    return new Promise((done) => {
      this.clock.after(this.random.below(most), done);
    });
  }

  /** There and back. Requests outlive who sent them; a dead one hears nothing. */
  private async carry(edit: Edit, life: number): Promise<Reply> {
    const never = new Promise<Reply>(() => undefined);
    if (this.lives !== life) return never;
    const reply = await this.answer(edit);
    return this.lives === life ? reply : never;
  }

  private async answer(edit: Edit): Promise<Reply> {
    const { random } = this;
    const trouble = this.isCalm ? 1 : random.next();
    const isAway = (): boolean => this.isOffline;
    if (isAway() || trouble < 0.05) return refusal(0);
    await this.moment(40);
    if (trouble < 0.1) return refusal(500, 'internal_error');
    if (trouble < 0.13) return refusal(429, 'too_many_requests', 1000);
    if (trouble < 0.15) return refusal(409, 'idempotency_in_flight', 1000);
    if (trouble < 0.16) return refusal(401, 'unauthenticated');
    if (trouble < 0.2) return this.late(edit);
    const reply = this.gallery.answer(edit);
    await this.moment(40);
    return trouble < 0.3 || isAway() ? refusal(0) : reply;
  }

  /** Given up by the browser, and arriving much later all the same. */
  private late(edit: Edit): Reply {
    this.clock.after(this.random.below(60_000), () => {
      this.gallery.answer(edit);
    });
    return refusal(0);
  }
}

describe('the outbox, whatever happens', () => {
  const { seed } = new SeededRandom();

  test.each(Array.from({ length: rounds(15, 1000) }, (_, each) => seed + each))(
    'UI10, IT7, IT8: every edit is done once and in order, or stands there to be seen, seed %i',
    async (chosen) => {
      const world = new World(new SeededRandom(chosen));
      for (let step = 0; step < 120; step++) await world.step();
      await world.calmDown();
      const news = world.outbox.all();
      const left = news.kind === 'all' ? news.edits : [];
      expect(left.filter(({ state }) => state !== 'conflict' && state !== 'refused')).toEqual([]);
      expect(world.rowsLeft.toSorted()).toEqual(left.map(({ id }) => id).toSorted());
      expect(world.faults).toEqual([]);
      expectEachOnce(world, left);
      expectOrder(world);
    },
  );
});

function expectEachOnce(world: World, left: readonly Edit[]): void {
  for (const edit of world.written) {
    const onItem = world.gallery.accepted.filter(
      ({ id, path }) => id === edit.id && (edit.kind === 'item' || path === paths[0]),
    );
    const times = onItem.length;
    const outcome = world.outcomes.get(edit.id);
    const still = left.find(({ id }) => id === edit.id);
    expect({ id: edit.id, twice: times > 1 }).toEqual({ id: edit.id, twice: false });
    if (still !== undefined) {
      expect({ id: edit.id, times, theirs: still.kind === 'item' && still.theirs !== null }).toEqual({
        id: edit.id,
        times: 0,
        theirs: true,
      });
      continue;
    }
    expect({ id: edit.id, isDone: outcome !== undefined }).toEqual({ id: edit.id, isDone: true });
    const isUnique = edit.kind === 'bulk' || (edit.kind === 'item' && edit.patch.add_tags !== undefined);
    if (outcome === 'dropped') expect(times).toBe(0);
    else if (isUnique) expect({ id: edit.id, times }).toEqual({ id: edit.id, times: 1 });
  }
  for (const edit of world.written) {
    const tag = edit.kind === 'item' ? edit.patch.add_tags?.[0] : undefined;
    if (edit.kind !== 'item' || tag === undefined || world.outcomes.get(edit.id) !== 'saved') continue;
    expect(world.gallery.label(edit.path).tags).toContain(tag);
  }
  // The text of a person is somewhere: saved, in the list, or given up by themselves.
  for (const [id, into] of world.mergedInto) {
    const isThere = left.some((edit) => edit.id === into) || world.outcomes.has(into);
    expect({ id, into, isThere }).toEqual({ id, into, isThere: true });
  }
}

function expectOrder(world: World): void {
  const place = new Map(world.written.map(({ id }, at) => [id, at]));
  const inOrder = world.gallery.accepted.filter(({ id }) => !world.stoodAside.has(id));
  const latest = new Map<string, number>();
  let lastBulk = -1;
  let last = -1;
  for (const { id, path } of inOrder) {
    const at = place.get(id) ?? -1;
    const edit = world.written[at];
    const before = edit?.kind === 'bulk' ? last : Math.max(lastBulk, latest.get(path) ?? -1);
    if (edit?.kind === 'bulk' && lastBulk === at) continue;
    expect({ id, isInOrder: at > before }).toEqual({ id, isInOrder: true });
    if (edit?.kind === 'bulk') lastBulk = at;
    latest.set(path, at);
    last = Math.max(last, at);
  }
}
