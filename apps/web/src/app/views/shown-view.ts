import { computed, signal, untracked, type Signal } from '@angular/core';
import type { View } from '#contracts';
import { queryOf, type Place } from '../state/place.ts';
import { queryId } from './merge-views.ts';

/** Which view is shown, and which one was until its question was changed. */
export class ShownView {
  /** The view that was shown last, for as long as one stays in its folder. */
  private readonly followed = signal<string | null>(null);
  private readonly asked = computed(() => new Map((this.views() ?? []).map(({ id, query }) => [id, queryId(query)])));

  readonly current = computed<string | null>(() => {
    const [wanted, asked, followed] = [queryId(queryOf(this.place())), this.asked(), this.followed()];
    if (followed !== null && asked.get(followed) === wanted) return followed;
    for (const [id, question] of asked) if (question === wanted) return id;
    return null;
  });
  /** One has moved on from it: it can be made to show what is shown now. */
  readonly left = computed<string | null>(() => {
    const view = this.followedView();
    return this.current() === null && view?.query.path === this.place().path ? view.id : null;
  });
  private readonly followedView = computed(() => this.views()?.find(({ id }) => id === this.followed()));

  constructor(
    private readonly views: Signal<readonly View[] | null>,
    private readonly place: Signal<Place>,
  ) {}

  /** Of several that show the same this one is meant. */
  prefer(id: string): void {
    this.followed.set(id);
  }

  /** Keeps up with where one is. Call it whenever that, or a view, has changed. */
  follow(): void {
    const [views, current, left] = [this.views(), this.current(), this.left()];
    if (views === null) return;
    if (current !== null) this.followed.set(current);
    else if (left === null && untracked(this.followedView) !== undefined) this.followed.set(null);
  }
}
