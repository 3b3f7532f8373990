import { execFileSync } from 'node:child_process';
import { mkdirSync, realpathSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { listFolder } from '../../../apps/api/src/sources/local/list-folder.ts';
import type { LocalLocation } from '../../../apps/api/src/sources/source-location.ts';
import { tempFolder } from '../../support/temp-folder.ts';

function gallery(...followInto: string[]): LocalLocation & { file(name: string): void; dir(name: string): void } {
  const root = realpathSync(tempFolder('gallery'));
  return {
    kind: 'local',
    root,
    rootInode: statSync(root).ino,
    followInto,
    file: (name) => writeFileSync(join(root, name), 'x'),
    dir: (name) => void mkdirSync(join(root, name), { recursive: true }),
  };
}

function names(location: LocalLocation, path = '/'): { dirs: string[]; files: string[] } | string {
  const listed = listFolder(location, path);
  return listed.status === 'listed' ? { dirs: listed.dirs, files: listed.files.map(({ key }) => key) } : listed.status;
}

describe('listing a folder', () => {
  it('SR1: takes images and folders, in natural order, and nothing that is hidden', () => {
    const location = gallery();
    for (const name of ['b10.jpg', 'b9.JPEG', '_DSC1.avif', 'x.svg', 'x.tiff', 'notes.txt', '.hidden.jpg', 'jpg'])
      location.file(name);
    for (const name of ['z2', 'z10', '.lenslet', 'looks-like.jpg']) location.dir(name);
    expect(names(location)).toEqual({
      dirs: ['looks-like.jpg', 'z2', 'z10'],
      files: ['_DSC1.avif', 'b9.JPEG', 'b10.jpg'],
    });
  });

  it('SR2, F3: follows links that stay inside, and no others', () => {
    const location = gallery();
    const outside = tempFolder('outside');
    writeFileSync(join(outside, 'secret.jpg'), 'x');
    location.dir('pool');
    location.file('pool/a.jpg');
    symlinkSync(join(location.root, 'pool/a.jpg'), join(location.root, 'link.jpg'));
    symlinkSync('pool', join(location.root, 'folder-link'));
    symlinkSync(outside, join(location.root, 'way-out'));
    symlinkSync(join(outside, 'secret.jpg'), join(location.root, 'secret.jpg'));
    symlinkSync('/proc/self/environ', join(location.root, 'environ.jpg'));
    symlinkSync('dangling', join(location.root, 'nowhere.jpg'));
    symlinkSync('self.jpg', join(location.root, 'self.jpg'));
    expect(names(location)).toEqual({ dirs: ['folder-link', 'pool'], files: ['link.jpg'] });
    expect(names(location, '/folder-link')).toEqual({ dirs: [], files: ['a.jpg'] });
    expect(names(location, '/way-out')).toBe('absent');
    const allowed = { ...location, followInto: [realpathSync(outside)] };
    expect(names(allowed, '/way-out')).toEqual({ dirs: [], files: ['secret.jpg'] });
  });

  it('F3: ends loops, also through several links', () => {
    const location = gallery();
    location.dir('a');
    location.dir('b');
    symlinkSync('..', join(location.root, 'a/up'));
    symlinkSync('../b', join(location.root, 'a/to-b'));
    symlinkSync('../a', join(location.root, 'b/to-a'));
    expect(names(location, '/a')).toEqual({ dirs: ['to-b'], files: [] });
    expect(names(location, '/a/to-b')).toEqual({ dirs: [], files: [] });
    expect(names(location, '/a/to-b/to-a')).toBe('absent');
    expect(names(location, '/a/up')).toBe('absent');
  });

  it('F6: takes no pipe and no device for an image', () => {
    const location = gallery();
    execFileSync('mkfifo', [join(location.root, 'pipe.jpg')]);
    expect(names(location)).toEqual({ dirs: [], files: [] });
  });

  it('F15: calls a root that was replaced unavailable, not empty', () => {
    const location = gallery();
    location.dir('a');
    const lost = { ...location, rootInode: location.rootInode + 1 };
    expect(names(lost)).toBe('unavailable');
    expect(names(lost, '/gone')).toBe('unavailable');
    expect(names(location, '/gone')).toBe('absent');
  });

  it('F9: lists names that are no text', () => {
    const location = gallery();
    writeFileSync(Buffer.concat([Buffer.from(`${location.root}/`), Buffer.from([0xff, 0x2e, 0x6a, 0x70, 0x67])]), 'x');
    expect(names(location)).toEqual({ dirs: [], files: ['\u{10ffff}.jpg'] });
  });
});
