import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { rules, type ImportRule } from '../../tools/lint/layers-plugin.ts';
import { adapters, layers, webLayers } from '../../tools/lint/layers.ts';

const root = resolve(__dirname, '../..');

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
}

const api = sources('apps/api/src');
const web = sources('apps/web/src');
const contracts = sources('libs/contracts/src');
const text = (file: string): string => readFileSync(join(root, file), 'utf8');

/** What a rule of ours says of one import in one file, with the table that the linter uses. */
function complaintsOf(
  rule: ImportRule,
  options: { root: string; table: typeof layers },
  file: string,
  imported: string,
): string[] {
  const complaints: string[] = [];
  const report = ({ data }: { data: { complaint: string } }): void => void complaints.push(data.complaint);
  const visitors = rule.create({ filename: join(root, file), options: [options], report });
  visitors['ImportDeclaration']?.({ source: { value: imported } });
  return complaints;
}

describe('the layers', () => {
  const { layers: layersRule, adapters: adaptersRule } = rules;
  const inApi = { root: join(root, 'apps/api/src'), table: layers };
  const inWeb = { root: join(root, 'apps/web/src/app'), table: webLayers };

  it('refuse an import from a room above, and allow one from a room below', () => {
    const place = 'apps/api/src/sources/listing.ts';
    expect(complaintsOf(layersRule, inApi, place, '../catalogue/catalogue.ts')).toEqual([
      'sources may not import from catalogue.',
    ]);
    expect(complaintsOf(layersRule, inApi, place, '../shared/clock.ts')).toEqual([]);
    expect(complaintsOf(layersRule, inApi, place, '../../../../libs/contracts/src/index.ts')).toHaveLength(1);
    expect(complaintsOf(layersRule, inApi, 'apps/api/src/attic/box.ts', '../shared/clock.ts')).toHaveLength(1);
    expect(complaintsOf(layersRule, inWeb, 'apps/web/src/app/gallery/grid.ts', '../viewer/viewer.ts')).toHaveLength(1);
  });

  it('keep tools in their adapters', () => {
    const options = { root: join(root, 'apps/api/src'), table: adapters };
    expect(complaintsOf(adaptersRule, options, 'apps/api/src/browse/browser.ts', 'sharp')).toHaveLength(1);
    expect(complaintsOf(adaptersRule, options, 'apps/api/src/browse/browser.ts', 'node:fs')).toHaveLength(1);
    expect(complaintsOf(adaptersRule, options, 'apps/api/src/workers/decoder.ts', 'sharp')).toEqual([]);
  });

  it('name every room there is', () => {
    const rooms = (place: string): string[] =>
      readdirSync(join(root, place), { withFileTypes: true }).flatMap((entry) =>
        entry.isDirectory() ? [entry.name] : [],
      );
    expect(
      rooms('apps/api/src')
        .filter((room) => room !== 'cli')
        .sort(),
    ).toEqual(Object.keys(layers).sort());
    expect(rooms('apps/web/src/app').sort()).toEqual(Object.keys(webLayers).sort());
  });

  it('hold no circle', () => {
    const below = (room: string, seen: string[] = []): void => {
      expect(seen).not.toContain(room);
      for (const next of layers[room] ?? []) below(next, [...seen, room]);
    };
    for (const room of Object.keys(layers)) below(room);
  });
});

describe('the contracts', () => {
  it('import nothing but each other', () => {
    for (const file of contracts) {
      const imported = [...text(file).matchAll(/from '([^']+)'/g)].map(([, source]) => source ?? '');
      expect([file, imported.filter((source) => !source.startsWith('./'))]).toEqual([file, []]);
    }
  });

  it('have no names of Node or of the browser, and do nothing', () => {
    for (const file of contracts)
      expect([file, /\b(process|document|window)\.|^(function|class) /m.test(code(file))]).toEqual([file, false]);
  });
});

describe('imports', () => {
  const importsOf = (file: string): string[] =>
    [...code(file).matchAll(/(?:from|import) '(\.[^']+)'/g)].map(([, source = '']) => join(dirname(file), source));

  it.each([
    ['the server', api],
    ['the browser application', web],
  ])('run in no circle in %s', (_, files) => {
    const finished = new Set<string>();
    const walk = (file: string, way: readonly string[]): void => {
      if (way.includes(file)) throw new Error(`A circle: ${[...way.slice(way.indexOf(file)), file].join(' → ')}`);
      if (finished.has(file)) return;
      for (const next of importsOf(file)) if (files.includes(next)) walk(next, [...way, file]);
      finished.add(file);
    };
    for (const file of files) walk(file, []);
  });
});

describe('files', () => {
  it.each([...api, ...web])('%s is named for what is in it', (file) => {
    expect(file).toMatch(/\/[a-z\d]+(-[a-z\d]+)*(\.(module|controller|decorator|filter|guard|query|worker|d))?\.ts$/);
    expect(file).not.toMatch(/\b(util|utils|helper|helpers|manager|common|misc|core)\b/);
  });

  it('switch off neither types nor lint without a reason', () => {
    for (const file of [...api, ...web, ...contracts]) {
      const silenced =
        text(file).match(/@ts-(ignore|nocheck|expect-error)|eslint-disable(?!.* -- \w)|\bas any\b/g) ?? [];
      expect([file, silenced]).toEqual([file, []]);
    }
  });
});

/** Without comments. */
function code(file: string): string {
  return text(file)
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/\/\/.*/g, '');
}
