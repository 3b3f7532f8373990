import { Problem } from '../shared/problem.ts';
import type { RowsPage } from './export-plan.ts';

/** What makes bytes of rows, asked in their order. */
export interface ExportDesk {
  ask(request: 'begin' | 'end' | RowsPage): Promise<Uint8Array>;
  end(): Promise<void>;
}

/** What an export has in hand while it runs. It ends once, by whatever comes first. */
export class RunningExport {
  #ended: Promise<void> | undefined;

  constructor(
    private readonly desk: ExportDesk,
    /** Gives back all that was taken for it. */
    private readonly letGo: () => void,
  ) {}

  async ask(request: 'begin' | 'end' | RowsPage): Promise<Uint8Array> {
    // A page may still be on its way when the reader leaves: asked again, the thread would start anew, and never end.
    if (this.#ended) throw new Problem('request_timeout', 'This export is over.');
    return this.desk.ask(request);
  }

  end(): Promise<void> {
    if (!this.#ended) {
      this.letGo();
      this.#ended = this.desk.end();
    }
    return this.#ended;
  }
}
