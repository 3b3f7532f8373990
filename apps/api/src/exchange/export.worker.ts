/** The thread of one export: what takes long to write down is written down here. */
import { workerData } from 'node:worker_threads';
import { answerRequests } from '../shared/resting-thread.ts';
import { encoderFor } from './encoder-for.ts';
import type { ExportPlan, RowsPage } from './export-plan.ts';
import { rowsOfPage } from './rows-of-page.ts';

export type ExportRequest = 'begin' | 'end' | RowsPage;

const plan = workerData as ExportPlan;
const encoder = encoderFor(plan);

answerRequests(
  (request: ExportRequest) => Promise.resolve().then(() => encode(request)),
  (bytes) => [bytes.buffer],
);

function encode(request: ExportRequest): Uint8Array<ArrayBuffer> {
  if (request === 'begin') return encoder.begin();
  if (request === 'end') return encoder.end();
  return encoder.add(rowsOfPage(request, plan));
}
