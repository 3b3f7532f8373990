import { Injectable } from '@nestjs/common';
import type { DomainEvents } from '../events/domain-events.ts';
import { On } from '../events/on.decorator.ts';
import { PresenceDesk } from './presence-desk.ts';

/** What tabs do elsewhere, and what it says of where they are. */
@Injectable()
export class PresenceListener {
  constructor(private readonly desk: PresenceDesk) {}

  @On('labels-written')
  noteEdit({ clientId }: DomainEvents['labels-written']): void {
    if (clientId !== null) this.desk.touch(clientId);
  }

  @On('stream-closed')
  noteClosedStream({ streamId }: DomainEvents['stream-closed']): void {
    this.desk.closeStream(streamId);
  }
}
