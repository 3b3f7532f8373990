import type { Clock } from '../shared/clock.ts';
import { count, counted } from './count.ts';
import { PlainProgress } from './plain-progress.ts';
import { progressBar, progressLine, type Progress } from './progress-bar.ts';
import { columnsShown, complain, showOver } from './terminal.ts';

/** How far a long work is: a bar in a terminal, a line now and then elsewhere. */
export class WorkProgress {
  readonly #plain: PlainProgress;

  constructor(clock: Clock) {
    this.#plain = new PlainProgress(clock, complain);
  }

  /** Nobody knows yet how many folders there are. */
  tellListing(listed: number, folders: number): void {
    const line = `Listing: ${count(listed)} of ${counted(folders, 'folder', 'folders')}`;
    if (columnsShown() === undefined) this.#plain.tell(line);
    else showOver(line);
  }

  tell(progress: Progress): void {
    const columns = columnsShown();
    if (columns !== undefined) showOver(progressBar(progress, columns));
    else if (progress.total > 0) this.#plain.tell(progressLine(progress), progress.done / progress.total);
  }
}
