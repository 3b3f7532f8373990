import type { Indexer } from '../catalogue/indexer.ts';
import { count, counted } from './count.ts';
import { showOver } from './terminal.ts';

const everyMs = 250;

/** Tells the terminal how far the index is, and in the end what was found. */
export async function reportIndexing(indexer: Indexer, say: (line: string) => void): Promise<void> {
  for (;;) {
    const { state, done, total, items } = indexer.status();
    if (state !== 'running') {
      showOver('');
      say(`${counted(items, 'image', 'images')} in ${counted(total, 'folder', 'folders')}.`);
      return;
    }
    showOver(`Looking through the folders: ${count(done)} of ${count(total)}, ${count(items)} images so far`);
    await new Promise((resolve) => setTimeout(resolve, everyMs).unref());
  }
}
