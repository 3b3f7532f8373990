import { isDeepStrictEqual } from 'node:util';
import type { ItemReplacement, LabelPatch, Metrics, Operation, OperationChanges, Sidecar, Star } from '#contracts';

/** What people wrote on an item, as a test believes it to be. */
export interface LabelState {
  readonly version: number;
  readonly star: Star;
  readonly tags: readonly string[];
  readonly notes: string;
  readonly metrics: Metrics;
}

export const untouched: LabelState = { version: 1, star: null, tags: [], notes: '', metrics: {} };

/** The rules of labels once more, as short as they can be said: what the server does is held against this. */
export function patched(state: LabelState, patch: LabelPatch): LabelState {
  const { set_star, set_notes = state.notes, set_tags = state.tags, add_tags = [], remove_tags = [] } = patch;
  const tags = new Set(set_tags);
  for (const tag of remove_tags) tags.delete(tag);
  for (const tag of add_tags) tags.add(tag);
  return { ...state, star: set_star === undefined ? state.star : set_star, notes: set_notes, tags: [...tags] };
}

export function replaced(state: LabelState, { star, tags, notes }: ItemReplacement): LabelState {
  return { ...state, star, tags, notes };
}

export function measured(state: LabelState, metrics: Metrics): LabelState {
  return { ...state, metrics: { ...state.metrics, ...metrics } };
}

/** Fields that still hold what the operation wrote go back to what was there before it. */
export function undone(state: LabelState, { changes: { star, tags, notes } }: Operation): LabelState {
  return {
    ...state,
    star: star && state.star === star[1] ? star[0] : state.star,
    tags: tags && isDeepStrictEqual(state.tags, tags[1]) ? tags[0] : state.tags,
    notes: notes && state.notes === notes[1] ? notes[0] : state.notes,
  };
}

/** What history should say of the way from one to the other; nothing when there is no difference. */
export function changesBetween(before: LabelState, after: LabelState): OperationChanges | undefined {
  const measures = Object.keys(after.metrics).filter((name) => before.metrics[name] !== after.metrics[name]);
  const changes: OperationChanges = {
    ...(before.star === after.star ? {} : { star: [before.star, after.star] }),
    ...(isDeepStrictEqual(before.tags, after.tags) ? {} : { tags: [[...before.tags], [...after.tags]] }),
    ...(before.notes === after.notes ? {} : { notes: [before.notes, after.notes] }),
    ...(measures.length === 0 ? {} : { metrics: measures.sort() }),
  };
  return Object.keys(changes).length === 0 ? undefined : changes;
}

/** As one that history tells of, with its measures in an order of their own. */
export function isSameChange(told: OperationChanges, expected: OperationChanges): boolean {
  const sorted = told.metrics === undefined ? told : { ...told, metrics: [...told.metrics].sort() };
  return isDeepStrictEqual(sorted, expected);
}

export function stateOf({ version, star, tags, notes, metrics = {} }: Sidecar): LabelState {
  return { version, star, tags, notes, metrics };
}
