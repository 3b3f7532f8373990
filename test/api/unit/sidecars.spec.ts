import type { Label } from '../../../apps/api/src/persistence/label.ts';
import { stemBeside, isOwnName } from '../../../apps/api/src/shared/own-names.ts';
import { checkOf, readSidecar, sidecarText, type FoundSidecar } from '../../../apps/api/src/sidecars/sidecar-file.ts';
import { settleSidecar } from '../../../apps/api/src/sidecars/settle-sidecar.ts';

const path = '/a/cat.jpg';
const at = Date.parse('2026-01-23T19:22:05.000Z');
const later = '2026-01-24T00:00:00.000Z';
const label: Label = { path, version: 3, star: 4, tags: ['cute'], notes: 'ours', updatedAt: at, updatedBy: 'Ada' };
const about = { storeId: 'store', exif: null, hasImage: true, now: at + 1e9 };

const read = (text: string, storeId = 'store'): FoundSidecar => readSidecar(Buffer.from(text), path, storeId);
const written = (of: Label = label, storeId = 'store'): string => sidecarText(of, storeId, null);
/** The sidecar of this label as another program leaves it. */
const changed = (fields: object): FoundSidecar =>
  read(JSON.stringify({ ...(JSON.parse(written()) as object), ...fields }));

describe('LB8: a sidecar', () => {
  it('comes back as it was written, and is known as our own', () => {
    const found = read(sidecarText({ ...label, metrics: { sharpness: 0.5 } }, 'store', { width: 4, height: 3 }));
    expect(found).toMatchObject({ kind: 'good', isOurs: true, label: { ...label, metrics: { sharpness: 0.5 } } });
    expect(found).toMatchObject({ fields: { v: 1, exif: { width: 4, height: 3 } } });
    expect(read(written(), 'another')).toMatchObject({ kind: 'good', isOurs: false });
    expect(changed({ notes: 'theirs' })).toMatchObject({ kind: 'good', isOurs: false });
  });

  it('is left alone as long as it says what the label says', () => {
    expect(settleSidecar(label, read(written()), about)).toEqual({ kind: 'keep' });
    expect(settleSidecar({ ...label, star: 5 }, read(written()), about).kind).toBe('write');
  });

  it('is made with the first label, and not for an image without', () => {
    expect(settleSidecar(label, { kind: 'absent' }, about).kind).toBe('write');
    const cleared = { ...label, star: null, tags: [], notes: '' };
    expect(settleSidecar(cleared, { kind: 'absent' }, about)).toEqual({ kind: 'keep' });
    expect(settleSidecar(cleared, read(written()), about).kind).toBe('write');
  });

  it('loses a tag that was removed here, as nobody else wrote it', () => {
    const settled = settleSidecar({ ...label, tags: [] }, read(written()), about);
    expect(settled.kind === 'write' && (JSON.parse(settled.text) as object)).toMatchObject({ tags: [] });
  });

  it('that another program changed is merged before it is written over', () => {
    for (const theirs of [
      { tags: ['other'] },
      { notes: 'theirs', updatedAt: later },
      { star: 1, updatedAt: later },
      { metrics: { sharpness: 1 }, updatedAt: later },
    ]) {
      expect(settleSidecar(label, changed(theirs), about)).toMatchObject({ kind: 'merge' });
    }
    expect(settleSidecar(label, changed({ notes: 'older', updatedAt: '2020-01-01T00:00:00Z' }), about).kind).toBe(
      'write',
    );
  });

  it('that was taken over already brings nothing back that was taken out since', () => {
    const found = changed({ tags: ['cute', 'other'] });
    const merged = found.kind === 'good' ? checkOf(found.label) : undefined;
    expect(settleSidecar(label, found, { ...about, merged }).kind).toBe('write');
    expect(settleSidecar(label, changed({ tags: ['third'] }), { ...about, merged }).kind).toBe('merge');
  });

  it('WK12: of an image that is not there goes when its label did, unless somebody else wrote in it', () => {
    const gone = { ...about, hasImage: false };
    const none = { ...label, version: 8, star: null, tags: [], notes: '', metrics: undefined };
    expect(settleSidecar(none, read(written()), gone)).toEqual({ kind: 'remove' });
    for (const [now, found] of [
      [label, read(written({ ...label, star: 1 }))],
      [none, read(written(label, 'another'))],
      [none, read('{"v":1,"tags":["theirs"]}')],
      [none, read('no JSON')],
      [none, { kind: 'absent' }],
    ] as const)
      expect(settleSidecar(now, found, gone)).toEqual({ kind: 'keep' });
    // What was taken over from another store was read, and went along.
    const foreign = read(written(label, 'another'));
    expect(settleSidecar(none, foreign, { ...gone, merged: checkOf(label) })).toEqual({ kind: 'remove' });
    // What another program keeps there stays, beside a label that is empty.
    const fields = { ...(JSON.parse(written()) as object), rating: 'A' };
    const settled = settleSidecar(none, read(JSON.stringify(fields)), gone);
    expect(JSON.parse(settled.kind === 'write' ? settled.text : '{}')).toMatchObject({
      star: null,
      tags: [],
      rating: 'A',
    });
  });

  it('keeps every field that we do not know, and no such field takes the place of ours', () => {
    const found = changed({ rating: { by: 'other' }, exif: { lens: '50 mm' }, hash: 'blake3:00' });
    const settled = settleSidecar({ ...label, star: 5 }, found, { ...about, exif: { width: 4, height: 3 } });
    expect(settled.kind === 'write' && (JSON.parse(settled.text) as object)).toMatchObject({
      ...{ star: 5, rating: { by: 'other' }, hash: 'blake3:00' },
      exif: { lens: '50 mm', width: 4, height: 3 },
    });
  });

  it.each([
    '',
    '{',
    '[]',
    'null',
    '{}',
    '{"v":2}',
    '{"v":1,"tags":"cute"}',
    '{"v":1,"star":9}',
    '{"v":1,"notes":7}',
    '{"v":1,"updatedAt":"yesterday"}',
    '{"v":1,"__proto__":{}}',
    `{"v":1,"title":"${'x'.repeat(300_000)}"}`,
    '\ufeff{"v":1}',
  ])('is not believed and not written over when it reads this (%#)', (text) => {
    const found = read(text);
    expect(found.kind).toBe('broken');
    expect(settleSidecar(label, found, about).kind).toBe('broken');
  });

  it('with a date to come does not win for ever', () => {
    const settled = settleSidecar(label, changed({ star: 1, updatedAt: '2999-01-01T00:00:00Z' }), about);
    expect(settled).toMatchObject({ kind: 'merge', label: { updatedAt: about.now } });
  });
});

describe('TH1: names of our files beside images', () => {
  it('are the image and an ending, or its first 180 bytes and a hash', () => {
    expect(stemBeside('foo.webp')).toBe('foo.webp');
    const long = `${'é'.repeat(124)}.webp`;
    const stem = stemBeside(long);
    expect(stem).toMatch(/^é{90}~[\w-]{22}$/);
    expect(Buffer.byteLength(`${String(stem)}.thumbnail`)).toBeLessThanOrEqual(255);
    expect(stemBeside(long)).not.toBe(stemBeside(`${'é'.repeat(124)}.webx`));
  });

  it('are bytes for a name that is no text', () => {
    expect(stemBeside('a\u{10ffff}.jpg')).toEqual(Buffer.from([0x61, 0xff, ...Buffer.from('.jpg')]));
    expect(stemBeside(`${'\u{10ffff}'.repeat(250)}.jpg`)).toHaveLength(180 + 23);
  });

  it('are told from images and from files of other programs', () => {
    for (const name of ['_index.json', '_index_12.json', '_rollup.json', '_health.json', 'a.jpg.thumbnail'])
      expect(isOwnName(name)).toBe(true);
    for (const name of ['_DSC1234.jpg', 'a.jpg', '_index.jpg', 'package.json', 'index.json'])
      expect(isOwnName(name)).toBe(false);
  });
});
