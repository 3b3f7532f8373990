import type { Indexer } from '../catalogue/indexer.ts';
import { showOver } from './terminal.ts';

const everyMs = 250;

/** Tells the terminal how far the index is, and in the end what was found. */
export async function reportIndexing(indexer: Indexer, say: (line: string) => void): Promise<void> {
  for (;;) {
    const { state, done, total, items } = indexer.status();
    if (state !== 'running') {
      showOver('');
      say(
        `${count(items)} ${items === 1 ? 'image' : 'images'} in ${count(total)} ${total === 1 ? 'folder' : 'folders'}.`,
      );
      return;
    }
    showOver(`Looking through the folders: ${count(done)} of ${count(total)}, ${count(items)} images so far`);
    await new Promise((resolve) => setTimeout(resolve, everyMs).unref());
  }
}

function count(number: number): string {
  return number.toLocaleString('en');
}
