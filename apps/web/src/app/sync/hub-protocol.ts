import type { PresenceLeave, StreamEvents, StreamNotices } from '#contracts';
import type { Choice, Edit, OutboxNews } from './edit.ts';

type AllEvents = StreamEvents & StreamNotices;

/** One event of the stream, as it came. */
export type LiveFrame = {
  readonly [Name in keyof AllEvents]: { readonly event: Name; readonly data: AllEvents[Name]; readonly id: string };
}[keyof AllEvents];

/** `connecting`: for the first time. `reconnecting`: it was live. `signed-out`: nobody, until one signs in again. */
export type StreamStatus = 'connecting' | 'live' | 'reconnecting' | 'offline' | 'signed-out';

/** Whose edits these are, and of which gallery: galleries share an origin when they take turns on one port. */
export interface Owner {
  readonly person: string;
  readonly storeId: string;
}

/** What a tab says to the hub, which the tabs of one browser share where they can. */
export type ToHub =
  | { readonly kind: 'hello'; readonly owner: Owner; readonly name: string }
  | { readonly kind: 'write'; readonly edit: Edit }
  | { readonly kind: 'decide'; readonly id: string; readonly choice: Choice }
  /** Try now, not when the pause is over: the person asked, or the browser says that the network is back. */
  | { readonly kind: 'hurry' }
  /** Still there. Ports do not tell when the tab behind them has gone. Answered with the status. */
  | { readonly kind: 'ping' }
  /** What to tell the server when this tab is gone, unless it has told it itself. */
  | { readonly kind: 'will'; readonly will: PresenceLeave | null }
  | { readonly kind: 'bye' };

/** To a shared worker a tab says by which name it holds its life, so that it is missed when it vanishes. */
export type ToWorker = ToHub | { readonly kind: 'life'; readonly name: string };

/** What the hub says to its tabs. */
export type FromHub =
  | { readonly kind: 'status'; readonly status: StreamStatus }
  | { readonly kind: 'frame'; readonly frame: LiveFrame }
  | { readonly kind: 'outbox'; readonly news: OutboxNews };
