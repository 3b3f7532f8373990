import { computed, signal } from '@angular/core';
import { limits, type BrowseQuery, type View } from '#contracts';
import type { Address } from '../state/address.ts';
import type { Announcements } from '../state/announcements.ts';
import { chipsOf } from '../state/chips.ts';
import type { Connection } from '../state/connection.ts';
import type { Identity } from '../state/identity.ts';
import { queryOf, start, writePlace, type Place } from '../state/place.ts';
import { visibleText } from '../ui/visible-text.ts';
import { added, addedAll, changed, moved, removed, removedAll, restored, type ListChange } from './list-changes.ts';
import type { MadeHere } from './made-here.ts';
import { partNames, partsOf, type Sharers } from './split-query.ts';
import { ShownView } from './shown-view.ts';
import type { Outcome, ViewBook } from './view-book.ts';
import { isNobodys, isOwn, isSeen, mayTakeAway, type Looker } from './whose-view.ts';

/** What the desk knows of the page around it. */
export interface Around {
  readonly address: Pick<Address, 'place' | 'go'>;
  readonly identity: Pick<Identity, 'me' | 'doubt'>;
  readonly connection: Pick<Connection, 'isReachable'>;
  readonly announcements: Pick<Announcements, 'say'>;
  readonly made: MadeHere;
  /** As the server would take it; empty for none. */
  readonly ownName: () => string;
  readonly newId: () => string;
}

const AWAY = 'The server cannot be reached: views cannot be changed now.';

/** What a person sees of the views, and does with them. */
export class ViewDesk {
  /** The view whose name and readers are being changed in the dialog, or which is split there; null while a new one is made there. */
  readonly edited = signal<string | null>(null);

  private readonly looker = computed<Looker | null>(() => {
    const me = this.around.identity.me();
    return me === null ? null : { me, name: this.around.ownName(), made: this.around.made.ids() };
  });
  /** Those that this person may see, in their order; null until that is known. */
  readonly views = computed<readonly View[] | null>(() => {
    const looker = this.looker();
    return looker === null ? null : (this.book.views()?.filter((view) => isSeen(view, looker)) ?? null);
  });
  readonly shown: ShownView;
  /** Why nothing can be changed; null when it can. */
  readonly whyNot = computed<string | null>(() => {
    if (this.looker()?.me.role === 'viewer') return 'You may open views, not change them.';
    if (!this.around.connection.isReachable()) return AWAY;
    if (this.book.whyNotSaved() !== null) return 'Your last change is not saved yet.';
    if (this.book.clashes().length > 0) return 'Somebody else has changed the same view: decide first.';
    return this.views() === null ? 'The views have not been read yet.' : null;
  });
  readonly whyNotAdd = computed<string | null>(() => {
    const isFull = (this.book.views()?.length ?? 0) >= limits.views;
    return this.whyNot() ?? (isFull ? `There are ${String(limits.views)} views, and no room for more.` : null);
  });
  /** Nobody has to sign in, and this person has no name: what they make is everybody's. */
  readonly isNameless = computed(() => {
    const looker = this.looker();
    return looker !== null && !looker.me.authenticated && looker.name === '';
  });

  constructor(
    readonly book: ViewBook,
    private readonly around: Around,
  ) {
    this.shown = new ShownView(this.views, around.address.place);
  }

  find(id: string | null): View | undefined {
    return this.views()?.find((view) => view.id === id);
  }

  isOwn(view: View): boolean {
    const looker = this.looker();
    return looker !== null && isOwn(view, looker);
  }

  /** Who made it, where that is somebody else who has said who they are. */
  makerOf(view: View): string | null {
    return this.isOwn(view) || isNobodys(view) ? null : visibleText(view.created_by);
  }

  mayTakeAway(view: View): boolean {
    const looker = this.looker();
    return looker !== null && mayTakeAway(view, looker);
  }

  open(view: View): void {
    this.shown.prefer(view.id);
    this.around.address.go(placeOf(view));
  }

  /** The address of the page that shows it. */
  link(view: View): string {
    return new URL(`?${writePlace({ ...start, ...placeOf(view) })}`, document.baseURI).href;
  }

  /** What is shown now, under a name. */
  async save(name: string, shared: boolean): Promise<void> {
    const { address, newId, made } = this.around;
    const id = newId();
    made.add(id);
    this.shown.prefer(id);
    const view = { id, name, query: queryOf(address.place()), created_by: this.maker(), shared };
    this.tell(await this.book.change(added(view)), `“${visibleText(name)}” is saved`);
  }

  /** A question in as many parts as there are people, each a view of its own. */
  split(query: BrowseQuery, name: string, among: Sharers, shared: boolean): Promise<void> {
    const { newId, made } = this.around;
    const names = partNames(name, among);
    const views = partsOf(query, names.length).map((part, at) => {
      const id = newId();
      made.add(id);
      return { id, name: names[at] ?? name, query: part, created_by: this.maker(), shared };
    });
    const words = `“${visibleText(name)}” is split into ${String(views.length)} views`;
    return this.change(addedAll(views), words, removedAll(views.map(({ id }) => id)));
  }

  edit(view: View, change: Partial<Pick<View, 'name' | 'shared'>>, words: string): Promise<void> {
    const { name, shared } = view;
    const before = {
      ...(change.name === undefined ? {} : { name }),
      ...(change.shared === undefined ? {} : { shared }),
    };
    return this.change(changed(view.id, change), words, changed(view.id, before));
  }

  /** It shows what is shown now from here on. */
  update(view: View): Promise<void> {
    const query = queryOf(this.around.address.place());
    const words = `“${visibleText(view.name)}” shows this from now on`;
    return this.change(changed(view.id, { query }), words, changed(view.id, { query: view.query }));
  }

  async remove(view: View): Promise<void> {
    const ids = this.book.views()?.map(({ id }) => id) ?? [];
    const before = ids.slice(0, ids.indexOf(view.id));
    await this.change(removed(view.id), `“${visibleText(view.name)}” is deleted`, restored(view, before));
  }

  async move(view: View, where: 'before' | 'after', neighbour: View): Promise<void> {
    const outcome = await this.book.change(moved(view.id, where, neighbour.id));
    if (outcome.kind !== 'saved') this.tell(outcome, '');
  }

  /** The neighbour that it would change places with; undefined at the end. */
  neighbourOf(view: View, step: -1 | 1): View | undefined {
    const views = this.views() ?? [];
    const at = views.findIndex(({ id }) => id === view.id);
    return at < 0 ? undefined : views[at + step];
  }

  /** The server says who made a view; this is until then. */
  private maker(): string {
    const me = this.looker()?.me;
    return me?.authenticated === true ? me.name : this.around.ownName();
  }

  private async change(change: ListChange, words: string, undo: ListChange): Promise<void> {
    const run = (): void => void this.takeBack(undo);
    this.tell(await this.book.change(change), words, { name: 'Undo', run });
  }

  private async takeBack(undo: ListChange): Promise<void> {
    const why = this.whyNot();
    if (why !== null) return this.around.announcements.say(`Not undone: ${why}`, { tone: 'bad' });
    this.tell(await this.book.change(undo), 'Undone');
  }

  private tell(outcome: Outcome, words: string, action: { name: string; run: () => void } | null = null): void {
    const { announcements, identity } = this.around;
    if (outcome.kind === 'saved') announcements.say(words, { action });
    else if (outcome.kind === 'theirs') announcements.say('The change of somebody else was kept');
    else if (outcome.kind === 'refused') {
      announcements.say(`Not saved: ${outcome.why}`, { tone: 'bad' });
      // What one may do has changed, perhaps: then this page has to say so.
      if (outcome.status === 403) identity.doubt();
    }
  }
}

function placeOf({ query }: View): Omit<Place, 'view' | 'at' | 'compare'> {
  const { path, recursive, sort, text = '' } = query;
  return { path, recursive, sort, text, chips: chipsOf(query), image: null };
}
