import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { BadOptions, readOptions } from '../../../apps/api/src/settings/read-options.ts';
import { makeSettings, workspaceOf, type GallerySettings } from '../../../apps/api/src/settings/settings.ts';
import { writeTable } from '../../support/tables.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const valuesOf = (...args: string[]) => readOptions(args, {}).values;
const galleryOf = (source: string, ...args: string[]): GallerySettings =>
  makeSettings(source, valuesOf(...args), '1.0.0', false).gallery;

function complaintsOf(work: () => unknown): readonly string[] {
  try {
    work();
  } catch (error) {
    if (error instanceof BadOptions) return error.complaints;
    throw error;
  }
  return [];
}

describe('a table in place of a folder', () => {
  const folder = tempFolder('table');
  const table = writeTable(folder, 'Table.CSV', [{ file: 'one.jpg' }]);

  it('SR6: lies in its folder, and keeps what Lenslet writes beside itself', () => {
    const { location, label, workspace } = galleryOf(table);
    expect(location).toMatchObject({
      kind: 'table',
      file: table,
      format: 'csv',
      columns: { source: null, path: null },
    });
    expect(location).toMatchObject({ baseDir: { kind: 'local', root: folder, followInto: [] } });
    expect([label, workspace]).toEqual(['Table.CSV', `${table}.cache`]);
    expect(workspaceOf(table, valuesOf())).toBe(`${table}.cache`);
  });

  it('SR6: takes another base folder, columns and workspace', () => {
    const [base, elsewhere] = [tempFolder('base'), tempFolder('workspace')];
    const words = ['--base-dir', base, '--source-column', 'a', '--path-column', 'b', '--workspace', elsewhere];
    const { location, workspace } = galleryOf(table, ...words);
    expect(location).toMatchObject({ columns: { source: 'a', path: 'b' }, baseDir: { root: base } });
    expect(workspace).toBe(elsewhere);
  });

  it('SC10: names nothing of other servers unless somebody says so', () => {
    const workspace = tempFolder('workspace');
    const off = galleryOf(table, '--workspace', workspace);
    expect([off.location, off.remote]).toMatchObject([{ isRemoteAllowed: false }, null]);
    const words = ['--workspace', workspace, '--allow-remote', '--remote-host', 'Images', '--remote-host', '10.0.0.7'];
    const { location, remote } = galleryOf(table, ...words);
    expect(location).toMatchObject({ isRemoteAllowed: true });
    expect(remote).toEqual({ folder: join(workspace, 'remote'), hosts: ['images', '10.0.0.7'] });
  });

  it('SR6: a folder that is called like a table is a folder', () => {
    const odd = join(folder, 'odd.csv');
    mkdirSync(odd);
    expect(galleryOf(odd).location).toMatchObject({ kind: 'local', root: odd });
  });

  it.each([
    [join(folder, 'absent.csv'), [], `There is no file ${join(folder, 'absent.csv')}.`],
    [table, ['--base-dir', join(folder, 'absent')], `There is no folder ${join(folder, 'absent')}.`],
    [
      table,
      ['--layout', 'beside'],
      '--layout beside is for folders: what Lenslet keeps of a table lies in its workspace.',
    ],
    [folder, ['--source-column', 'a'], '--source-column is for tables: a file that ends in .parquet, .csv, .ndjson.'],
    [folder, ['--allow-remote'], '--allow-remote is for tables: a file that ends in .parquet, .csv, .ndjson.'],
    [folder, ['--remote-host', 'a'], '--remote-host is for tables: a file that ends in .parquet, .csv, .ndjson.'],
    [table, ['--remote-host', 'a'], '--remote-host means nothing without --allow-remote: say both, or leave it out.'],
    [
      table,
      ['--allow-remote'],
      '--allow-remote keeps copies of images in the workspace, and nothing can be written: leave out --no-write, or choose a place with --workspace.',
    ],
    ['s3://bucket', ['--base-dir', folder], '--base-dir is for tables: a file that ends in .parquet, .csv, .ndjson.'],
  ])('SR6: %s with %j is refused in words', (source, args, sentence) => {
    expect(complaintsOf(() => galleryOf(source, '--no-write', ...args))).toContain(sentence);
  });
});
