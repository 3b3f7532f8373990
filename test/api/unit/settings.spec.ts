import { mkdirSync, readdirSync, realpathSync, writeFileSync } from 'node:fs';
import { options } from '../../../apps/api/src/settings/options.ts';
import { helpText } from '../../../apps/api/src/settings/help.ts';
import { BadOptions, readOptions, variableOf } from '../../../apps/api/src/settings/read-options.ts';
import { isLoopback, makeSettings } from '../../../apps/api/src/settings/settings.ts';
import { tempFolder } from '../../support/temp-folder.ts';

function complaintsOf(work: () => unknown): readonly string[] {
  try {
    work();
  } catch (error) {
    if (error instanceof BadOptions) return error.complaints;
    throw error;
  }
  return [];
}

const settingsOf = (folder: string, ...args: string[]) =>
  makeSettings(folder, readOptions(args, {}).values, '1.0.0', false);

describe('options', () => {
  it('take the command line before the environment, and that before the default', () => {
    expect(readOptions([], {}).values.port).toBe(7070);
    expect(readOptions([], { LENSLET_PORT: '81' }).values.port).toBe(81);
    expect(readOptions(['--port', '82'], { LENSLET_PORT: '81' }).values.port).toBe(82);
    expect(readOptions(['--port=83', 'folder'], {})).toMatchObject({ words: ['folder'], values: { port: 83 } });
    expect(readOptions([], { LENSLET_NO_WRITE: '1' }).values['no-write']).toBe(true);
    expect(readOptions(['--allow-host', 'a', '--allow-host', 'b'], {}).values['allow-host']).toEqual(['a', 'b']);
  });

  it('K7: list everything that is wrong at once, with what is allowed', () => {
    const complaints = complaintsOf(() =>
      readOptions(['--port', '70000', '--thumb-size', '1e3', '--frobnicate', '--no-write=x', '--workspace'], {
        LENSLET_LOG_LEVEL: 'loud',
      }),
    );
    expect(complaints.join('\n')).toMatch(/--port must be a whole number from 0 to 65535; it is "70000"/);
    expect(complaints.join('\n')).toMatch(/--thumb-size must be/);
    expect(complaints.join('\n')).toMatch(/There is no option --frobnicate/);
    expect(complaints.join('\n')).toMatch(/--no-write must be true or false; it is "x"/);
    expect(complaints.join('\n')).toMatch(/--workspace needs a value/);
    expect(complaints.join('\n')).toMatch(/LENSLET_LOG_LEVEL must be one of auto, trace/);
    expect(complaints).toHaveLength(6);
  });

  it('are all in the help, and in the environment under a name of their own', () => {
    for (const name of Object.keys(options)) expect(helpText()).toContain(`--${name}`);
    expect(variableOf('thumb-size')).toBe('LENSLET_THUMB_SIZE');
  });
});

describe('settings', () => {
  it('keep our files in the gallery, or where they are told to', () => {
    const folder = realpathSync(tempFolder('gallery'));
    expect(settingsOf(folder).gallery.workspace).toBe(`${folder}/.lenslet`);
    const elsewhere = tempFolder('workspace');
    expect(settingsOf(folder, '--workspace', elsewhere).gallery.workspace).toBe(elsewhere);
  });

  it('refuse a workspace that the gallery itself would list', () => {
    const folder = tempFolder('gallery');
    expect(complaintsOf(() => settingsOf(folder, '--workspace', `${folder}/ours`))).toHaveLength(1);
    expect(complaintsOf(() => settingsOf(folder, '--workspace', `${folder}/.ours`))).toEqual([]);
  });

  it('D19: with --no-write not even look whether they could write', () => {
    const folder = tempFolder('gallery');
    expect(settingsOf(folder, '--no-write').gallery.workspace).toBeNull();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('D20: go on without writing where they cannot, and say why; or refuse', () => {
    const folder = tempFolder('gallery');
    const elsewhere = tempFolder('elsewhere');
    writeFileSync(`${elsewhere}/file`, '');
    const blocked = `${elsewhere}/file/workspace`;
    const { gallery } = settingsOf(folder, '--workspace', blocked);
    expect(gallery.workspace).toBeNull();
    expect(gallery.readOnlyReason).toContain('a file is in the way');
    expect(complaintsOf(() => settingsOf(folder, '--workspace', blocked, '--require-write'))).toHaveLength(1);
  });

  it('H22: refuse to listen beyond this machine unless that is said in so many words', () => {
    const folder = tempFolder('gallery');
    expect(complaintsOf(() => settingsOf(folder, '--host', '0.0.0.0'))[0]).toContain('--insecure-open');
    expect(settingsOf(folder, '--host', '0.0.0.0', '--insecure-open').listen.isOpen).toBe(true);
    expect(['127.0.0.1', '127.9.9.9', '::1', 'localhost'].every(isLoopback)).toBe(true);
    expect(['0.0.0.0', '::', '127.0.0.1.evil.com', '10.0.0.1', ''].some(isLoopback)).toBe(false);
  });

  it('say what is wrong with the folder', () => {
    const folder = tempFolder('gallery');
    mkdirSync(`${folder}/sub`);
    writeFileSync(`${folder}/file`, '');
    expect(complaintsOf(() => settingsOf(`${folder}/none`))).toEqual([expect.stringContaining('There is no folder')]);
    expect(complaintsOf(() => settingsOf(`${folder}/file`))).toEqual([expect.stringContaining('is not a folder')]);
  });

  it('refuse what excludes itself', () => {
    const folder = tempFolder('gallery');
    expect(complaintsOf(() => settingsOf(folder, '--no-write', '--require-write'))).toHaveLength(1);
    expect(complaintsOf(() => settingsOf(folder, '--no-write', '--workspace', folder))).toHaveLength(1);
  });

  it('give the base path a slash at both ends', () => {
    const folder = tempFolder('gallery');
    expect(settingsOf(folder, '--base-path', '/team/gallery').listen.basePath).toBe('/team/gallery/');
    expect(settingsOf(folder).listen.basePath).toBe('/');
    for (const wrong of ['team', '//', '/a//b', `/${'a'.repeat(60)} b`]) {
      expect(complaintsOf(() => readOptions(['--base-path', wrong], {}))).toHaveLength(1);
    }
  });
});
