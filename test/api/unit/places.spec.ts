import { FlatHomes } from '../../../apps/api/src/flat-files/flat-homes.ts';
import { localLocation, localPlaces } from '../../support/places.ts';

describe('the places of a gallery', () => {
  const pointed = (path: string) => ({ path, way: [] });

  it('SR5: are those of the nearest pointer, and the pointer itself lies where the folder above it does', () => {
    const places = localPlaces('/gallery', 1);
    const [outer, inner] = [localLocation('/outer', 2), localLocation('/inner', 3)];
    places.point(pointed('/a'), outer);
    places.point(pointed('/a/b/c'), inner);
    expect(places.of('/a')).toEqual({ location: outer, path: '/' });
    expect(places.of('/a/b')).toEqual({ location: outer, path: '/b' });
    expect(places.of('/a/b/c/d.jpg')).toEqual({ location: inner, path: '/d.jpg' });
    expect(places.of('/ab')).toEqual({ location: places.root, path: '/ab' });
    expect(places.of('/')).toEqual({ location: places.root, path: '/' });
    expect(places.ownPlaceOf('/a')).toEqual({ location: places.root, path: '/a' });
    expect(places.ownPlaceOf('/a/b/c')).toEqual({ location: outer, path: '/b/c' });
    expect(['/', '/a', '/a/b/c/d'].map((path) => places.rootInodeOf(path))).toEqual([1, 2, 3]);
    expect(places.passedTo('/a/b/c/d').map(({ path }) => path)).toEqual(['/a', '/a/b/c']);
    expect(places.passedTo('/a')).toEqual([]);
    places.unpoint('/a/b/c');
    expect(places.of('/a/b/c/d.jpg')).toEqual({ location: outer, path: '/b/c/d.jpg' });
  });

  it('WK4: look for changes as their own source is looked through', () => {
    const places = localPlaces('/gallery', 1);
    const [more, sweepMs] = [{ region: null, endpoint: null, isPathStyle: true, isRedirecting: false }, 7000];
    places.point(pointed('/cloud'), { kind: 's3', bucket: 'pics', prefix: '', ...more, sweepMs });
    expect(places.habitsOf('/cloud/x')).toMatchObject({ hasFullMarks: true, sweepMs });
    expect(places.habitsOf('/clouds').hasFullMarks).toBe(false);
  });

  it('TH1: what is found out of images behind a pointer is kept in the workspace, whatever the layout', async () => {
    const places = localPlaces('/gallery', 1);
    places.point(pointed('/a'), localLocation('/outer', 2));
    const [beside, workspace] = [
      { kind: 'beside' as const, location: localLocation('/gallery') },
      { kind: 'workspace' as const, folder: '/workspace' },
    ];
    const homes = new FlatHomes(beside, workspace, (path) => places.isBehindPointer(path));
    const kindOf = async (path: string): Promise<string> => {
      const target = await homes.filesOf(path)?.handOut({ kind: 'thumb', path });
      return target && 'place' in target ? target.place.kind : 'nowhere';
    };
    expect(await Promise.all(['/b.jpg', '/a', '/a/x.jpg'].map(kindOf))).toEqual(['beside', 'workspace', 'workspace']);
  });
});
