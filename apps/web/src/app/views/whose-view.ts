import type { Me, View } from '#contracts';

/** Who looks at the views. */
export interface Looker {
  readonly me: Me;
  /** What others read beside their changes; empty for nothing. */
  readonly name: string;
  /** Views that were made in this browser: where nobody signs in a name may change. */
  readonly made: ReadonlySet<string>;
}

/** Nobody had said who they are: it is as much one person's as another's. */
export function isNobodys({ created_by }: View): boolean {
  return /^(client:|server$|local$|$)/.test(created_by);
}

export function isOwn(view: View, { me, name, made }: Looker): boolean {
  if (me.authenticated) return view.created_by === me.name;
  return made.has(view.id) || (name !== '' && view.created_by === name);
}

/** Others keep to themselves what they have not shared. The server tells everything to everybody: this is for order, not for secrets. */
export function isSeen(view: View, looker: Looker): boolean {
  return view.shared || isNobodys(view) || isOwn(view, looker);
}

/** A view of others may be renamed and changed, for it is there for all; taking it away is for whoever made it. */
export function mayTakeAway(view: View, looker: Looker): boolean {
  return isNobodys(view) || isOwn(view, looker) || looker.me.role === 'admin';
}
