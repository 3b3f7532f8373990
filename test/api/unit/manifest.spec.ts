import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { readManifest, writeManifest, type ManifestItem } from '../../../apps/api/src/catalogue/manifest.ts';
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

describe('WK2: manifests', () => {
  it('come back as they were written', () => {
    const folder = `${tempFolder('manifest')}/deep/er`;
    writeManifest(folder, '/art/2025', content(3));
    expect(readManifest(folder)).toEqual(content(3));
    const file = JSON.parse(readFileSync(`${folder}/_index.json`, 'utf8')) as object;
    expect(file).toMatchObject({
      v: 1,
      path: 'art/2025/',
      items: [{ name: '0.jpg', w: 4, h: 3, hasMeta: true }, {}, {}],
    });
  });

  it('are cut into pages beyond 10,000 items, and become one file again', () => {
    const folder = tempFolder('manifest');
    writeManifest(folder, '/', content(20_001));
    expect(readdirSync(folder).sort()).toEqual(['_index_0.json', '_index_1.json', '_index_2.json']);
    expect(readManifest(folder)?.items).toHaveLength(20_001);
    writeManifest(folder, '/', content(2));
    expect(readdirSync(folder)).toEqual(['_index.json']);
  });

  it.each([
    '',
    '{',
    'null',
    '[]',
    '{"v":2}',
    '{"v":1,"generatedAt":"x","folderMtime":1,"dirs":[],"items":[{"name":1}]}',
  ])('are not believed when they read %j', (text) => {
    const folder = tempFolder('manifest');
    writeFileSync(`${folder}/_index.json`, text);
    expect(readManifest(folder)).toBeUndefined();
  });

  it('are not believed with a page missing, or of another generation', () => {
    const folder = tempFolder('manifest');
    writeManifest(folder, '/', content(20_001));
    const page = readFileSync(`${folder}/_index_1.json`, 'utf8');
    writeFileSync(`${folder}/_index_1.json`, page.replace('2026-01-01', '2026-01-02'));
    expect(readManifest(folder)).toBeUndefined();
    mkdirSync(`${folder}/other`);
    expect(readManifest(`${folder}/other`)).toBeUndefined();
  });
});
