import { InjectionToken } from '@angular/core';
import type { GestureLog } from '../state/gesture-log.ts';
import type { HistoryDesk } from '../state/history-desk.ts';
import type { OpenLines } from './open-lines.ts';

/** The history as one left it for an image: whoever comes back finds the place again. */
export interface LeftHistory {
  log: GestureLog;
  desk: HistoryDesk;
  /** How far it was scrolled says where only with the same lines open. */
  open: OpenLines;
  /** How far it was scrolled, in pixels. */
  top: number;
}

/** Outlives the page of the history, and is made with it. */
export const leftHistory = new InjectionToken<{ last: LeftHistory | null }>('leftHistory', {
  factory: () => ({ last: null }),
});
