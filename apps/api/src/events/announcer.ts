import { Injectable } from '@nestjs/common';
import { EventEmitter2 } from '@nestjs/event-emitter';
import type { DomainEvent, DomainEvents } from './domain-events.ts';

/** The one way to tell the rest of the server that something has happened. */
export abstract class Announcer {
  abstract announce<Name extends DomainEvent>(name: Name, event: DomainEvents[Name]): void;
}

@Injectable()
export class EmitterAnnouncer extends Announcer {
  constructor(private readonly emitter: EventEmitter2) {
    super();
  }

  announce<Name extends DomainEvent>(name: Name, event: DomainEvents[Name]): void {
    this.emitter.emit(name, event);
  }
}
