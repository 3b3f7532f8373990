import type { View } from '#contracts';

/** What a person does to the list of views. Each is made again on the list as it is then: what it is about may be gone. */
export type ListChange = (views: readonly View[]) => readonly View[];

export function added(view: View): ListChange {
  return (views) => (views.some(({ id }) => id === view.id) ? views : [...views, view]);
}

export function addedAll(some: readonly View[]): ListChange {
  return (views) => some.reduce((all, view) => added(view)(all), views);
}

export function removedAll(ids: readonly string[]): ListChange {
  return (views) => views.filter(({ id }) => !ids.includes(id));
}

export function changed(id: string, change: Partial<Pick<View, 'name' | 'query' | 'shared'>>): ListChange {
  return (views) => views.map((view) => (view.id === id ? { ...view, ...change } : view));
}

export function removed(id: string): ListChange {
  return (views) => views.filter((view) => view.id !== id);
}

/** Back where it was: behind the nearest of those before it that is still there. */
export function restored(view: View, before: readonly string[]): ListChange {
  return (views) => {
    if (views.some(({ id }) => id === view.id)) return views;
    const ids = views.map(({ id }) => id);
    const neighbour = before.findLast((id) => ids.includes(id));
    const place = neighbour === undefined ? 0 : ids.indexOf(neighbour) + 1;
    return views.toSpliced(place, 0, view);
  };
}

export function moved(id: string, where: 'before' | 'after', neighbour: string): ListChange {
  return (views) => {
    const view = views.find((each) => each.id === id);
    const others = views.filter((each) => each.id !== id);
    const place = others.findIndex((each) => each.id === neighbour);
    if (view === undefined || place < 0) return views;
    return others.toSpliced(where === 'before' ? place : place + 1, 0, view);
  };
}
