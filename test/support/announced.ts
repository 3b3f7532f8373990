import type { Announcer } from '../../apps/api/src/events/announcer.ts';
import type { DomainEvent, DomainEvents } from '../../apps/api/src/events/domain-events.ts';

/** Keeps all that was announced, in its order. */
export class Announced implements Announcer {
  readonly all: { readonly name: DomainEvent; readonly event: DomainEvents[DomainEvent] }[] = [];

  announce<Name extends DomainEvent>(name: Name, event: DomainEvents[Name]): void {
    this.all.push({ name, event });
  }

  /** What was announced under that name. */
  of<Name extends DomainEvent>(name: Name): DomainEvents[Name][] {
    return this.all.filter((each) => each.name === name).map(({ event }) => event as DomainEvents[Name]);
  }
}
