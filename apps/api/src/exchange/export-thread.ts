import type { Clock } from '../shared/clock.ts';
import { RestingThread } from '../shared/resting-thread.ts';
import type { ExportPlan, RowsPage } from './export-plan.ts';
import type { ExportDesk } from './running-export.ts';

const memory = { maxYoungGenerationSizeMb: 16, maxOldGenerationSizeMb: 512 };

/** The desk in a thread of its own, which ends with the export: between two pages it has to remember where it is. */
export class ExportThread implements ExportDesk {
  readonly #thread: RestingThread;

  constructor(entry: string, plan: ExportPlan, clock: Clock) {
    this.#thread = new RestingThread(
      { entry, told: plan, name: 'The thread of the export', restAfterMs: null, memory },
      clock,
    );
  }

  ask(request: 'begin' | 'end' | RowsPage): Promise<Uint8Array> {
    return this.#thread.ask(request) as Promise<Uint8Array>;
  }

  end(): Promise<void> {
    return this.#thread.end();
  }
}
