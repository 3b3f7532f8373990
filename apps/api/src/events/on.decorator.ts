import { OnEvent } from '@nestjs/event-emitter';
import type { DomainEvent, DomainEvents } from './domain-events.ts';

/** Marks a listener, and has the compiler check that it takes what the event carries. */
export function On<Name extends DomainEvent>(name: Name) {
  return <Listener extends (event: DomainEvents[Name]) => void>(
    target: object,
    method: string,
    descriptor: TypedPropertyDescriptor<Listener>,
  ): void => {
    // A listener that fails is logged, and nobody else is worse off: least of all the write that was announced.
    OnEvent(name)(target, method, descriptor);
  };
}
