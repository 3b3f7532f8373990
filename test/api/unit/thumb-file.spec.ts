import { pictureOf, withTrailer } from '../../../apps/api/src/workers/thumb-file.ts';
import { remoteState } from '../../../apps/api/src/sources/remote/remote-state.ts';
import { numberOf } from '../../../apps/api/src/sources/s3/tag-number.ts';
import { storableName, workspacePath } from '../../../apps/api/src/shared/workspace-path.ts';

const stamp = { size: 1000, mtime: 5.25, inode: 7, rootInode: 1 };
const settings = { size: 256, quality: 70 };
const picture = Buffer.from('a picture');

describe('TH1: stored thumbs', () => {
  const file = withTrailer(picture, stamp, settings);

  it('give back the picture for the state of the image that they were made from', () => {
    expect(pictureOf(file, stamp, settings)).toEqual(picture);
  });

  it('G17: are worth nothing for another state, or with other settings', () => {
    for (const other of [{ size: 1001 }, { mtime: 5.5 }, { inode: 8 }]) {
      expect(pictureOf(file, { ...stamp, ...other }, settings)).toBeUndefined();
    }
    expect(pictureOf(file, stamp, { ...settings, size: 320 })).toBeUndefined();
    expect(pictureOf(file, stamp, { ...settings, quality: 71 })).toBeUndefined();
  });

  it('stay good in a gallery that was copied elsewhere, where every inode is another', () => {
    expect(pictureOf(file, { ...stamp, rootInode: 2, inode: 99 }, settings)).toEqual(picture);
  });

  it('stay good in a bucket that was copied elsewhere, where every time is another: the tag is one of the content', () => {
    const inBucket = { ...stamp, rootInode: 0 };
    const kept = withTrailer(picture, inBucket, settings);
    expect(pictureOf(kept, { ...inBucket, mtime: 6 }, settings)).toEqual(picture);
    for (const other of [{ size: 1001 }, { inode: 8 }])
      expect(pictureOf(kept, { ...inBucket, ...other }, settings)).toBeUndefined();
    // A store that gives no tags: the time has to do.
    const untagged = { ...inBucket, inode: numberOf('') };
    const ofIt = withTrailer(picture, untagged, settings);
    expect(pictureOf(ofIt, untagged, settings)).toEqual(picture);
    expect(pictureOf(ofIt, { ...untagged, mtime: 6 }, settings)).toBeUndefined();
    // Copied from a folder into a bucket, it knows no tag.
    expect(pictureOf(file, { ...inBucket, mtime: 6 }, settings)).toBeUndefined();
  });

  it('SC10: stay good for the address that they were made from, wherever its table lies, and for no other', () => {
    const ofAddress = { ...remoteState('https://images.example/1.jpg'), rootInode: 1 };
    const kept = withTrailer(picture, ofAddress, settings);
    const ofOther = { ...remoteState('https://images.example/2.jpg'), rootInode: 1 };
    for (const rootInode of [1, 2]) {
      expect(pictureOf(kept, { ...ofAddress, rootInode }, settings)).toEqual(picture);
      expect(pictureOf(kept, { ...ofOther, rootInode }, settings)).toBeUndefined();
    }
  });

  it('G16: are found out when a byte is wrong, or when they are something else', () => {
    for (let at = 0; at < file.length - 4; at += 1) {
      const wrong = Buffer.from(file);
      wrong[at] = (wrong[at] ?? 0) ^ 0x55;
      expect([at, pictureOf(wrong, stamp, settings)]).toEqual([at, at >= 41 && at < 49 ? picture : undefined]);
    }
    for (const length of [0, 10, 48, file.length - 1]) {
      expect(pictureOf(file.subarray(0, length), stamp, settings)).toBeUndefined();
    }
    expect(pictureOf(Buffer.alloc(500), stamp, settings)).toBeUndefined();
  });

  it('F8: have a name that every file system takes', () => {
    const long = `${'é'.repeat(126)}.jpg`;
    expect(Buffer.byteLength(`${storableName(long)}.thumbnail`)).toBeLessThanOrEqual(255);
    expect(storableName(long)).not.toBe(storableName(`${'é'.repeat(126)}.png`));
    expect(workspacePath('/w', '/a/b.jpg')).toBe('/w/a/b.jpg');
  });
});
