import type { Forecast, Gesture, ItemRow, PersonStats, Stats } from '#contracts';
import { ask } from './http-client.ts';
import { gesturesOf } from './labels.ts';
import type { TestServer } from './server.ts';

/** Everything that the dashboard counts, counted anew from what the API tells of each gesture and each image. */
export interface Told {
  /** In their order; each with the images that it changed. */
  readonly gestures: readonly (Gesture & { readonly paths: readonly string[] })[];
  readonly images: readonly ItemRow[];
}

export interface Recount extends Pick<Stats, 'items' | 'stars' | 'folders' | 'days' | 'hours' | 'people' | 'forecast'> {
  readonly tags: ReadonlyMap<string, number>;
}

/** A label: somebody turned to an image and wrote on it. */
interface Turn {
  readonly at: number;
  readonly person: string;
  readonly before: 'nobody' | 'own' | 'others';
  /** Of one that began after a break, or of many images: unknown. */
  tookMs: number | null;
}

const breakMs = 5 * 60_000;

export async function tellAll(server: TestServer): Promise<Told> {
  const gestures = [];
  for (const gesture of await gesturesOf(server)) gestures.push({ ...gesture, paths: await pathsOf(server, gesture) });
  const images: ItemRow[] = [];
  for (let page = 1, pages = 1; page <= pages; page += 1) {
    const query = { path: '/', recursive: 1, page, page_size: 500 };
    const { body } = await ask(server, 'folders', { query });
    images.push(...body.items);
    pages = body.pageCount ?? 1;
  }
  return { gestures, images };
}

async function pathsOf(server: TestServer, { gesture_id: id, path }: Gesture): Promise<string[]> {
  if (path !== undefined) return [path];
  const paths: string[] = [];
  for (let after: number | undefined; ;) {
    const query = after === undefined ? {} : { after };
    const { body } = await ask(server, 'gestureItems', { id, query });
    paths.push(...body.items.map((item) => item.path));
    if (body.next === undefined) return paths;
    after = body.next;
  }
}

export function recount({ gestures, images }: Told, tz: string, isMeant: (at: number) => boolean): Recount {
  const byId = new Map(gestures.map((gesture) => [gesture.gesture_id, gesture]));
  const people = new Map<string, { activeMs: number; undone: number }>();
  const personOf = (name: string): { activeMs: number; undone: number } => {
    const known = people.get(name) ?? { activeMs: 0, undone: 0 };
    people.set(name, known);
    return known;
  };
  const turns: Turn[] = [];
  const wroteLast = new Map<string, string>();
  /** What they did last, and the label that they are at, if it is of one image. */
  const latestOf = new Map<string, { at: number; only: string | null; turn: Turn | null }>();
  for (const gesture of gestures) {
    const { kind, paths, updated_by: person } = gesture;
    if (kind === 'metrics' || kind === 'follow') continue;
    const at = Date.parse(gesture.at);
    const former = latestOf.get(person);
    const gap = former ? at - former.at : 0;
    const took = gap > 0 && gap <= breakMs ? gap : 0;
    if (isMeant(at) && kind !== 'import') personOf(person).activeMs += took;
    const undone = gesture.undoes === undefined ? undefined : byId.get(gesture.undoes)?.updated_by;
    if (isMeant(at) && undone !== undefined) personOf(undone).undone += 1;
    const [single = null] = paths.length === 1 ? paths : [];
    const staysOn = former !== undefined && single !== null && former.only === single && gap <= breakMs;
    let turn = staysOn ? former.turn : null;
    if (kind === 'edit' && staysOn) {
      if (isMeant(at) && turn && turn.tookMs !== null) turn.tookMs += took;
    } else if (kind === 'edit' || kind === 'bulk') {
      for (const path of paths) {
        const last = wroteLast.get(path);
        const before = last === undefined ? 'nobody' : last === person ? 'own' : 'others';
        turn = { at, person, before, tookMs: kind === 'edit' && took > 0 ? took : null };
        turns.push(turn);
      }
    }
    for (const path of paths) wroteLast.set(path, person);
    const isAtHand = kind === 'edit' || kind === 'bulk' || staysOn;
    latestOf.set(person, { at, only: isAtHand ? single : null, turn });
  }
  const meant = turns.filter(({ at }) => isMeant(at));
  const days = daysOf(meant, tz);
  return {
    ...countImages(images),
    days,
    hours: hoursOf(meant, tz),
    people: [...new Set([...people.keys(), ...meant.map(({ person }) => person)])].map((name) =>
      personStats(name, meant, personOf(name)),
    ),
    forecast: forecastOf(images, daysOf(turns, tz), new Intl.DateTimeFormat('sv-SE', { timeZone: tz }).format()),
  };
}

function isLabelled({ star, tags, comments }: ItemRow): boolean {
  return star !== null || tags.length > 0 || comments !== '';
}

function countImages(images: readonly ItemRow[]): Pick<Recount, 'items' | 'stars' | 'tags' | 'folders'> {
  const numbers = (of: readonly ItemRow[]): Stats['items'] => ({
    total: of.length,
    labelled: of.filter(isLabelled).length,
  });
  const tags = new Map<string, number>();
  for (const tag of images.flatMap((image) => image.tags)) tags.set(tag, (tags.get(tag) ?? 0) + 1);
  const byFolder = Map.groupBy(images, ({ path }) => path.split('/')[1] ?? '');
  return {
    items: numbers(images),
    stars: ([0, 1, 2, 3, 4, 5, null] as const).map((star) => ({
      star,
      count: images.filter((image) => image.star === star).length,
    })),
    tags,
    folders: [...byFolder].map(([name, of]) => ({ name, ...numbers(of) })),
  };
}

function daysOf(turns: readonly Turn[], tz: string): Stats['days'] {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: tz });
  return [...Map.groupBy(turns, ({ at }) => format.format(at))]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([day, of]) => ({ day, labels: of.length, first: of.filter(({ before }) => before === 'nobody').length }));
}

function hoursOf(turns: readonly Turn[], tz: string): number[] {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone: tz, hour: '2-digit', hourCycle: 'h23' });
  const hours = turns.map(({ at }) => Number(format.format(at)));
  return Array.from({ length: 24 }, (_, hour) => hours.filter((each) => each === hour).length);
}

function personStats(
  name: string,
  meant: readonly Turn[],
  { activeMs, undone }: { activeMs: number; undone: number },
): PersonStats {
  const own = meant.filter(({ person }) => person === name);
  const count = (before: Turn['before']): number => own.filter((turn) => turn.before === before).length;
  const took = own.flatMap(({ tookMs }) => (tookMs === null ? [] : [tookMs])).sort((a, b) => a - b);
  const middle = ((took[Math.floor((took.length - 1) / 2)] ?? 0) + (took[Math.ceil((took.length - 1) / 2)] ?? 0)) / 2;
  return {
    name,
    labels: own.length,
    first: count('nobody'),
    again: { own: count('own'), others: count('others') },
    active_seconds: Math.round(activeMs / 1000),
    median_seconds: took.length === 0 ? null : Math.round(middle / 100) / 10,
    undone,
  };
}

/** As docs/metrics.md has it, by hand. */
function forecastOf(images: readonly ItemRow[], days: Stats['days'], today: string): Forecast {
  const left = images.filter((image) => !isLabelled(image)).length;
  const seven = days.filter(({ day, first }) => first > 0 && day < today).slice(-7);
  if (left === 0) return { state: 'done' };
  if (seven.length < 3) return { state: 'not_enough_data' };
  const dayMs = 86_400_000;
  const pace = seven.reduce((sum, { first }) => sum + first, 0) / seven.length;
  const variance = seven.reduce((sum, { first }) => sum + (first - pace) ** 2, 0) / (seven.length - 1);
  const error = Math.sqrt(variance / seven.length);
  const calendar = (Date.parse(today) - Date.parse(seven[0]?.day ?? today)) / dayMs / seven.length;
  const after = (perDay: number): string | null => {
    const wait = Math.ceil((left / perDay) * calendar);
    if (perDay <= 0 || wait > 36_500) return null;
    return new Date(Date.parse(today) + wait * dayMs).toISOString().slice(0, 10);
  };
  const latest = after(pace - 2 * error);
  const [ends, earliest] = [after(pace), after(pace + 2 * error)];
  if (ends === null || earliest === null) return { state: 'not_enough_data' };
  return { state: 'expected', active_days: Math.ceil(left / pace), ends, earliest, latest };
}
