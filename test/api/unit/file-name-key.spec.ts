import { keyFromName, nameFromKey } from '../../../apps/api/src/shared/file-name-key.ts';
import { cleanPath } from '../../../apps/api/src/shared/gallery-path.ts';
import { SeededRandom } from '../../support/seeded-random.ts';

const bytesOf = (key: string): Buffer => Buffer.from(nameFromKey(key));

describe('keys of file names (SR3)', () => {
  it.each(['a.jpg', 'é.jpg', 'e\u0301.jpg', 'a b#%?&+.jpg', '😀.png', '‮gnp.exe', '\n\t"\'.gif'])(
    'leaves %j as it is',
    (name) => {
      expect(keyFromName(Buffer.from(name))).toBe(name);
      expect(nameFromKey(name)).toBe(name);
    },
  );

  it('F9: gives names that decode alike different keys, and finds the way back', () => {
    const names = [[0xff], [0xfe], [0xc3], [0x61, 0xff], [0xed, 0xa0, 0x80], [0xc0, 0xaf]].map((bytes) =>
      Buffer.from([...bytes, 0x2e, 0x6a]),
    );
    const keys = names.map(keyFromName);
    expect(new Set(keys).size).toBe(names.length);
    expect(keys.map(bytesOf)).toEqual(names);
    for (const key of keys) expect(key.isWellFormed()).toBe(true);
  });

  it('keeps a backslash from becoming a slash at the path door', () => {
    const key = keyFromName(Buffer.from('a\\b.jpg'));
    expect(cleanPath(`/${key}`)).toBe(`/${key}`);
    expect(bytesOf(key).toString()).toBe('a\\b.jpg');
  });

  it('escapes a name that holds the escapes themselves', () => {
    const honest = Buffer.from('\u{10ffff}.jpg');
    const forged = Buffer.from([0xff, 0x2e, 0x6a, 0x70, 0x67]);
    expect(keyFromName(honest)).not.toBe(keyFromName(forged));
    expect(bytesOf(keyFromName(honest))).toEqual(honest);
  });

  it('is reversible and unambiguous for 20,000 random names', () => {
    const random = new SeededRandom(1);
    const seen = new Map<string, string>();
    for (let round = 0; round < 20_000; round += 1) {
      const name = Buffer.from(Array.from({ length: 1 + random.below(6) }, () => 1 + random.below(255)));
      const key = keyFromName(name);
      expect(bytesOf(key).equals(name)).toBe(true);
      expect(seen.get(key) ?? name.toString('hex')).toBe(name.toString('hex'));
      seen.set(key, name.toString('hex'));
    }
  });
});
