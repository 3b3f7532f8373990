import type { Stage } from './stage.ts';

export interface Shot {
  readonly name: string;
  readonly theme: 'dark' | 'light';
  readonly isPhone?: boolean;
  /** The query of the address; the whole gallery when it is not said. */
  readonly query?: string;
  /** Labels are kept in memory only. */
  readonly isUnwritable?: boolean;
  /** Another page than the gallery's. */
  readonly page?: string;
  /** People have worked for some days before. */
  readonly isPlayed?: boolean;
  /** What a person does before the picture is taken. */
  readonly act?: (stage: Stage) => Promise<void>;
}

const image = encodeURIComponent('/Landscapes/Mountains/Dawn over seven ridges.jpg');

const marble = ['Lagoon and terracotta', 'Rose quartz', 'Malachite'].map((name) => `/Abstract/Marble/${name}.png`);
const two = ['/Landscapes/Mountains/Dawn over seven ridges.jpg', '/Landscapes/Mountains/Blue hour.jpg'];

const everything = 'path=/&period=ever&tz=UTC';

function comparing(paths: readonly string[]): string {
  return `path=/Landscapes&sub=1&sort=name:asc&compare=${paths.map(encodeURIComponent).join('/')}`;
}

/** Every state of the page that people should know, as they would come to it. */
export const shots: readonly Shot[] = [
  { name: 'gallery', theme: 'dark', act: (stage) => stage.press('ArrowDown', 'ArrowRight') },
  { name: 'gallery-light', theme: 'light', query: 'path=/Landscapes&sub=1&sort=name:asc' },
  { name: 'viewer', theme: 'dark', query: `path=/Landscapes&sub=1&sort=name:asc&image=${image}` },
  { name: 'phone', theme: 'dark', isPhone: true },
  { name: 'phone-label', theme: 'light', isPhone: true, act: (stage) => stage.click('Inspector') },
  { name: 'filters', theme: 'dark', act: narrowDown },
  { name: 'filters-light', theme: 'light', act: narrowDown },
  { name: 'filters-phone', theme: 'light', isPhone: true, act: (stage) => stage.click('Filters') },
  { name: 'search', theme: 'light', query: 'path=/&sub=1&q=moon', act: (stage) => stage.press('ArrowRight') },
  { name: 'label', theme: 'light', act: (stage) => stage.press('ArrowRight', 'Shift+5', '4', 't') },
  { name: 'label-many', theme: 'dark', act: selectFour },
  { name: 'label-many-light', theme: 'light', act: selectFour },
  { name: 'anywhere', theme: 'dark', query: 'path=/&sub=1&sort=path:asc', act: (stage) => stage.scrubTo(0.6) },
  { name: 'compare', theme: 'dark', query: comparing(marble), act: rateAndDiffer },
  { name: 'compare-slider', theme: 'light', query: comparing(two), act: slide },
  { name: 'compare-phone', theme: 'dark', isPhone: true, query: comparing(two) },
  { name: 'keys', theme: 'dark', act: (stage) => stage.press('?') },
  { name: 'keys-light', theme: 'light', act: (stage) => stage.press('?') },
  { name: 'palette', theme: 'light', act: (stage) => stage.press('Control+k', 's', 't', 'a', 'r') },
  { name: 'palette-dark', theme: 'dark', act: (stage) => stage.press('Control+k') },
  { name: 'conflict', theme: 'light', act: disagree },
  { name: 'conflict-dark', theme: 'dark', act: disagree },
  { name: 'others', theme: 'dark', act: beVisited },
  { name: 'no-write', theme: 'light', isUnwritable: true, act: (stage) => stage.press('ArrowRight', '4') },
  { name: 'no-write-phone', theme: 'dark', isPhone: true, isUnwritable: true },
  { name: 'views', theme: 'dark', query: 'path=/Landscapes&sub=1&sort=star:desc', act: keepViews },
  { name: 'dashboard', theme: 'dark', page: 'dashboard', query: everything, isPlayed: true, act: counted },
  { name: 'dashboard-light', theme: 'light', page: 'dashboard', query: everything, isPlayed: true, act: counted },
  {
    ...({ name: 'dashboard-phone', theme: 'dark', isPhone: true, page: 'dashboard', query: everything } as const),
    ...{ isPlayed: true, act: counted },
  },
  { name: 'reconnecting', theme: 'light', act: loseStream },
  { name: 'offline', theme: 'dark', act: cutOff },
];

/** What has been labelled before somebody looks. */
export const labels: readonly (readonly [string, object])[] = [
  ['/Above the clouds.jpg', { set_star: 4, add_tags: ['sky', 'wide'], set_notes: 'Golden hour, keep for the cover.' }],
  ['/Landscapes/Coast/After the storm.avif', { set_star: 5, add_tags: ['sea', 'evening'] }],
  ['/Abstract/Flow/Delta.jpg', { set_star: 3, add_tags: ['pattern'] }],
];

async function counted(stage: Stage): Promise<void> {
  await stage.see('Done by');
}

async function narrowDown(stage: Stage): Promise<void> {
  await stage.measure();
  await stage.press('Shift+F');
  await stage.see('Labelled last by');
  await stage.click('aesthetic, at least');
  await stage.type('4');
  await stage.press('Tab');
  await stage.see('aesthetic ≥ 4');
}

async function rateAndDiffer(stage: Stage): Promise<void> {
  await stage.see('images compared');
  await stage.write('/Abstract/Marble/Malachite.png', { set_star: 4, add_tags: ['keep', 'green'] }, 'Ana');
  await stage.press('3', 'ArrowRight', '5', 'd');
  await stage.click('Dismiss');
}

async function slide(stage: Stage): Promise<void> {
  await stage.see('images compared');
  await stage.press('3', 's', 'ArrowLeft', 'ArrowLeft', 'ArrowLeft');
  await stage.click('Dismiss');
}

async function selectFour(stage: Stage): Promise<void> {
  await stage.press('ArrowDown', ' ', 'Shift+ArrowRight', 'Shift+ArrowRight', 'Shift+ArrowRight', '3');
}

/** Somebody else wrote on the image while one was typing. */
async function disagree(stage: Stage): Promise<void> {
  await stage.press('ArrowRight', 'ArrowLeft', 'n', 'End');
  await stage.type(' Too dark at the left.');
  await stage.write('/Above the clouds.jpg', { set_notes: 'The client has taken it, do not crop.' }, 'Ana');
  await stage.press('Escape');
  await stage.see('Keep theirs');
}

async function beVisited(stage: Stage): Promise<void> {
  await stage.press('ArrowRight');
  await stage.write('/Landscapes/Mountains/Blue hour.jpg', { set_star: 2 }, 'Ben');
  await stage.write('/Abstract/Flow/Delta.jpg', { add_tags: ['keep'] }, 'Ana');
  await stage.see('Ana');
}

/** Some are there, one of them is shown, and what can be done with it lies open. */
async function keepViews(stage: Stage): Promise<void> {
  const query = (path: string, key: string, ...and: object[]): object => ({
    path,
    recursive: true,
    sort: { key, dir: key === 'name' ? 'asc' : 'desc' },
    ...(and.length === 0 ? {} : { filters: { and } }),
  });
  await stage.keepView('For the cover', query('/', 'star', { stars: { in: [4, 5] } }), 'Ana');
  await stage.keepView('Landscapes, best first', query('/Landscapes', 'star'), 'local');
  await stage.keepView('Not labelled yet', query('/', 'added_at', { labelled: { is: false } }), 'local');
  await stage.keepView('Everything by the sea', query('/Landscapes/Coast', 'name'), 'Ben');
  await stage.look();
  await stage.see('Everything by the sea');
  await stage.click('More about Landscapes, best first');
}

/** Something on the way cuts streams; everything else goes through. */
async function loseStream(stage: Stage): Promise<void> {
  await stage.press('ArrowRight', '2');
  stage.cutter.cut();
  await stage.see('Reconnecting');
  await stage.click('State of your changes');
}

async function cutOff(stage: Stage): Promise<void> {
  await stage.press('ArrowRight');
  await stage.server.stop();
  await stage.unplug();
  await stage.press('Shift+2', '4');
  await stage.see('Offline');
  await stage.click('State of your changes');
}
