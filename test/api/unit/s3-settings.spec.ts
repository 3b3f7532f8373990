import { BadOptions, readOptions } from '../../../apps/api/src/settings/read-options.ts';
import { makeSettings, workspaceOf, type GallerySettings } from '../../../apps/api/src/settings/settings.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const valuesOf = (...args: string[]) => readOptions(args, {}).values;
const galleryOf = (address: string, ...args: string[]): GallerySettings =>
  makeSettings(address, valuesOf('--no-write', ...args), '1.0.0', false).gallery;

function complaintsOf(work: () => unknown): readonly string[] {
  try {
    work();
  } catch (error) {
    if (error instanceof BadOptions) return error.complaints;
    throw error;
  }
  return [];
}

describe('the address of a bucket', () => {
  const former = { ...process.env };

  beforeEach(() => {
    for (const name of ['AWS_REGION', 'AWS_DEFAULT_REGION', 'XDG_DATA_HOME']) process.env[name] = '';
  });
  afterAll(() => {
    process.env = former;
  });

  it.each([
    ['s3://pics', 'pics', '', 'pics'],
    ['s3://pics/', 'pics', '', 'pics'],
    ['s3://pics/art/2025', 'pics', 'art/2025/', 'pics/art/2025'],
    ['s3://my.pics/ü %41+/', 'my.pics', 'ü %41+/', 'my.pics/ü %41+'],
  ])('SR4: %s is a bucket and a prefix, taken as they are', (address, bucket, prefix, label) => {
    const { location, label: shown } = galleryOf(address);
    expect(location).toMatchObject({ kind: 's3', bucket, prefix, region: null, endpoint: null });
    expect(shown).toBe(label);
    // Nobody's credentials: it travels.
    expect(Object.keys(location).join()).not.toMatch(/secret|key|token/i);
  });

  it.each(['s3://', 's3:///a', 's3://a b/c', 's3://pics/a/../b', 's3://pics//a', 's3://-x'])(
    'K7: %s is refused with a sentence',
    (address) => {
      expect(complaintsOf(() => galleryOf(address))).toEqual([expect.stringContaining(address)]);
    },
  );

  it('K7: says which options do not go together', () => {
    expect(complaintsOf(() => galleryOf('s3://pics', '--s3-presign'))).toEqual([expect.stringMatching(/--s3-region/)]);
    expect(complaintsOf(() => galleryOf('s3://pics', '--follow-symlinks', '/tmp'))).toEqual([
      expect.stringMatching(/no links in a bucket/),
    ]);
    expect(complaintsOf(() => valuesOf('--s3-endpoint', 'minio:9000'))).toEqual([
      expect.stringMatching(/--s3-endpoint/),
    ]);
  });

  it('SR4: knows the region by the option, the environment, or that another store takes any', () => {
    const regionOf = (...args: string[]): unknown => galleryOf('s3://pics', ...args).location;
    expect(regionOf('--s3-endpoint', 'http://minio:9000')).toMatchObject({ region: 'us-east-1' });
    process.env['AWS_REGION'] = 'eu-west-1';
    expect(regionOf()).toMatchObject({ region: 'eu-west-1' });
    expect(regionOf('--s3-region', 'eu-north-1')).toMatchObject({ region: 'eu-north-1' });
  });

  it('SR4: lets the page show images of the store only where browsers are sent there', () => {
    expect(galleryOf('s3://pics', '--s3-region', 'eu-north-1').imageOrigins).toEqual([]);
    expect(galleryOf('s3://pics', '--s3-region', 'eu-north-1', '--s3-presign').imageOrigins).toEqual([
      'https://s3.eu-north-1.amazonaws.com',
      'https://pics.s3.eu-north-1.amazonaws.com',
    ]);
  });

  it('SR4: with --layout beside all but the labels lies in the bucket, unless nothing may be written', () => {
    const beside = ['--layout', 'beside', '--workspace', tempFolder('workspace')];
    const { location, flatFiles, sidecars, sidecarPlace } = makeSettings(
      's3://pics/a',
      valuesOf(...beside),
      '1',
      false,
    ).gallery;
    expect([flatFiles, sidecars]).toEqual([{ kind: 'beside', location }, 'kept']);
    expect(sidecarPlace).toEqual(flatFiles);
    expect(galleryOf('s3://pics/a').sidecars).toBe('none');
    expect(galleryOf('s3://pics/a', '--layout', 'beside')).toMatchObject({ flatFiles: null, sidecars: 'read' });
  });

  it('SR4: keeps a workspace for each store, bucket and prefix in the folder of this person', () => {
    const home = tempFolder('data');
    process.env['XDG_DATA_HOME'] = home;
    const places = [
      galleryOf('s3://pics').workspaceWanted,
      galleryOf('s3://pics/a').workspaceWanted,
      galleryOf('s3://pics', '--s3-endpoint', 'http://minio:9000').workspaceWanted,
    ];
    for (const place of places) expect(place).toMatch(new RegExp(`^${home}/lenslet/pics-[0-9a-f]{10}$`));
    expect(new Set(places).size).toBe(3);
    expect(workspaceOf('s3://pics', valuesOf())).toBe(places[0]);
    expect(workspaceOf('s3://pics', valuesOf('--workspace', '/elsewhere'))).toBe('/elsewhere');
  });
});
