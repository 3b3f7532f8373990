import { Originals } from '../../apps/web/src/app/state/originals.ts';
import type { ThumbOf } from '../../apps/web/src/app/state/thumb-loader.ts';
import { settled } from './support/fake-clock.ts';

/** An image element whose decoding ends when the test says so. */
class FakeImage {
  static made: FakeImage[] = [];
  src = '';
  isLetGo = false;
  finish: () => void = () => undefined;
  break: () => void = () => undefined;

  constructor() {
    FakeImage.made.push(this);
  }

  decode(): Promise<void> {
    return new Promise((done, fail) => {
      this.finish = done;
      this.break = () => {
        fail(new Error('broken'));
      };
    });
  }

  removeAttribute(): void {
    this.isLetGo = true;
    this.break();
  }
}

const image = (name: string): ThumbOf => ({ path: `/${name}.jpg`, fingerprint: 'f' });
const names = (): string[] => FakeImage.made.map(({ src }) => src);

function make(): Originals {
  FakeImage.made = [];
  return new Originals(
    ({ path }) => path,
    () => new FakeImage() as unknown as HTMLImageElement,
  );
}

describe('originals', () => {
  test('UI6 the open image comes first, its neighbours one by one after it', async () => {
    const originals = make();
    originals.hold([image('open'), image('next'), image('before')]);
    expect(names()).toEqual(['/open.jpg']);
    FakeImage.made[0]?.finish();
    await settled();
    expect(originals.of(image('open'))?.state()).toBe('ready');
    expect(names()).toEqual(['/open.jpg', '/next.jpg']);
    FakeImage.made[1]?.finish();
    await settled();
    expect(names()).toEqual(['/open.jpg', '/next.jpg', '/before.jpg']);
  });

  test('UI6 going on keeps what was decoded ahead, and lets go of the rest', async () => {
    const originals = make();
    originals.hold([image('1'), image('2')]);
    FakeImage.made[0]?.finish();
    await settled();
    FakeImage.made[1]?.finish();
    await settled();
    const ahead = originals.of(image('2'));
    originals.hold([image('2'), image('3')]);
    expect(originals.of(image('2'))).toBe(ahead);
    expect(ahead?.state()).toBe('ready');
    expect(originals.of(image('1'))).toBeNull();
    expect(names()).toEqual(['/1.jpg', '/2.jpg', '/3.jpg']);
  });

  test('UI6 one that is let go while it loads neither shows nor holds up the next', async () => {
    const originals = make();
    originals.hold([image('slow')]);
    originals.hold([image('quick')]);
    expect(FakeImage.made[0]?.isLetGo).toBe(true);
    expect(names()).toEqual(['/slow.jpg', '/quick.jpg']);
    FakeImage.made[1]?.finish();
    await settled();
    expect(originals.of(image('quick'))?.state()).toBe('ready');
    expect(originals.of(image('slow'))).toBeNull();
  });

  test('UI6 a broken one says so, does not hold up the others, and can be tried again', async () => {
    const originals = make();
    originals.hold([image('broken'), image('next')]);
    FakeImage.made[0]?.break();
    await settled();
    expect(originals.of(image('broken'))?.state()).toBe('failed');
    expect(names()).toEqual(['/broken.jpg', '/next.jpg']);
    FakeImage.made[1]?.finish();
    await settled();
    originals.retry(image('broken'));
    FakeImage.made[2]?.finish();
    await settled();
    expect(originals.of(image('broken'))?.state()).toBe('ready');
  });

  test('another file under the same name is another original', () => {
    const originals = make();
    originals.hold([image('same')]);
    expect(originals.of({ ...image('same'), fingerprint: 'changed' })).toBeNull();
  });
});
