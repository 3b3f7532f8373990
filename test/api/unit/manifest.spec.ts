import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { readManifest, writeManifest, type ManifestItem } from '../../../apps/api/src/catalogue/manifest.ts';
import type { FlatFiles } from '../../../apps/api/src/flat-files/flat-files.ts';
import { flatFilesFor } from '../../../apps/api/src/flat-files/flat-files-for.ts';
import type { LocalLocation } from '../../../apps/api/src/sources/source-location.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const item = (name: string): ManifestItem => ({
  name,
  w: 4,
  h: 3,
  size: 10,
  mtime: 20.5,
  hasThumb: false,
  hasMeta: true,
  inode: 7,
});
const content = (count: number) => ({
  generatedAt: '2026-01-01T00:00:00.000Z',
  folderMtime: 5,
  dirs: [{ name: 'sub', kind: 'branch' as const }],
  items: Array.from({ length: count }, (_, at) => item(`${String(at)}.jpg`)),
});

const images = '/images';
const location = (root: string): LocalLocation => ({
  kind: 'local',
  root,
  rootInode: 0,
  followInto: [],
  holdsOurFiles: true,
});

/** The same in either layout: the files, and the folder in which those about the images lie. */
const layouts: [string, () => { files: FlatFiles; folder: string }][] = [
  [
    'in the workspace',
    () => {
      const workspace = tempFolder('manifest');
      const files = flatFilesFor({ kind: 'workspace', folder: workspace }, { isAlone: false });
      return { files, folder: `${workspace}/index${images}` };
    },
  ],
  [
    'beside the images',
    () => {
      const root = tempFolder('manifest');
      mkdirSync(`${root}${images}`);
      const files = flatFilesFor({ kind: 'beside', location: location(root) }, { isAlone: true });
      return { files, folder: `${root}${images}` };
    },
  ],
];

describe.each(layouts)('WK2: manifests %s', (_, make) => {
  it('come back as they were written', async () => {
    const { files, folder } = make();
    await writeManifest(files, images, content(3));
    expect(await readManifest(files, images)).toEqual(content(3));
    const file = JSON.parse(readFileSync(`${folder}/_index.json`, 'utf8')) as object;
    expect(file).toMatchObject({
      v: 1,
      path: 'images/',
      items: [{ name: '0.jpg', w: 4, h: 3, hasMeta: true }, {}, {}],
    });
  });

  it('are cut into pages beyond 10,000 items, and become one file again', async () => {
    const { files, folder } = make();
    await writeManifest(files, images, content(20_001));
    expect(readdirSync(folder).sort()).toEqual(['_index_0.json', '_index_1.json', '_index_2.json']);
    expect((await readManifest(files, images))?.items).toHaveLength(20_001);
    await writeManifest(files, images, content(2));
    expect(readdirSync(folder)).toEqual(['_index.json']);
  });

  it.each([
    '',
    '{',
    'null',
    '[]',
    '{"v":2}',
    '{"v":1,"generatedAt":"x","folderMtime":1,"dirs":[],"items":[{"name":1}]}',
    '{"v":1,"generatedAt":"x","folderMtime":1,"rootInode":"1","dirs":[],"items":[]}',
    '{"v":1,"generatedAt":"x","folderMtime":1,"dirs":[{"name":".."}],"items":[]}',
  ])('are not believed when they read %j', async (text) => {
    const { files, folder } = make();
    mkdirSync(folder, { recursive: true });
    writeFileSync(`${folder}/_index.json`, text);
    expect(await readManifest(files, images)).toBeUndefined();
  });

  it.each([
    ['_index.json', 2],
    ['_index_1.json', 20_001],
  ])('are not believed with more items in %s than we ever write into one', async (name, count) => {
    const { files, folder } = make();
    await writeManifest(files, images, content(count));
    const page = JSON.parse(readFileSync(`${folder}/${name}`, 'utf8')) as object;
    for (const items of [10_001, 200_000]) {
      writeFileSync(`${folder}/${name}`, JSON.stringify({ ...page, items: content(items).items }));
      expect(await readManifest(files, images)).toBeUndefined();
    }
  });

  it('are not believed with a page missing, of another generation, or as a link', async () => {
    const { files, folder } = make();
    await writeManifest(files, images, content(20_001));
    const page = readFileSync(`${folder}/_index_1.json`, 'utf8');
    writeFileSync(`${folder}/_index_1.json`, page.replace('2026-01-01', '2026-01-02'));
    expect(await readManifest(files, images)).toBeUndefined();
    expect(await readManifest(files, `${images}/other`)).toBeUndefined();
    mkdirSync(`${folder}/linked`);
    await writeManifest(files, images, content(1));
    symlinkSync(`${folder}/_index.json`, `${folder}/linked/_index.json`);
    expect(await readManifest(files, `${images}/linked`)).toBeUndefined();
  });
});
