import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { unchangedPart } from '../../../apps/api/src/sources/local/unchanged-part.ts';
import { tempFolder } from '../../support/temp-folder.ts';

describe('a part of a file as it is sent', () => {
  it('F15: does not end the process when the share fails at closing', async () => {
    const file = `${tempFolder('part')}/a.jpg`;
    writeFileSync(file, 'content');
    const handle = await open(file);
    const stats = await handle.stat();
    const closing = new Promise<{ failing: Promise<void> }>((told) => {
      const close = handle.close.bind(handle);
      handle.close = () => {
        const failing = close().then(() => {
          throw new Error('EIO');
        });
        told({ failing });
        return failing;
      };
    });
    const unhandled = jest.fn();
    process.on('unhandledRejection', unhandled);
    const stream = unchangedPart({ handle, stats }, { start: 0, end: 6 });
    stream.resume();
    await once(stream, 'close');
    // Whoever looks at the promise handles it: a moment is left for the process to find that nobody has.
    const { failing } = await closing;
    await new Promise((resolve) => setTimeout(resolve, 20));
    await expect(failing).rejects.toThrow('EIO');
    expect(unhandled).not.toHaveBeenCalled();
    process.off('unhandledRejection', unhandled);
  });
});
