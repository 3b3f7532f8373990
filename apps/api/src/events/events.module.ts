import { Global, Module } from '@nestjs/common';
import { EventEmitterModule } from '@nestjs/event-emitter';
import { Announcer, EmitterAnnouncer } from './announcer.ts';

@Global()
@Module({
  imports: [EventEmitterModule.forRoot()],
  providers: [{ provide: Announcer, useClass: EmitterAnnouncer }],
  exports: [Announcer],
})
export class EventsModule {}
