import { Module } from '@nestjs/common';
import { CatalogueModule } from '../catalogue/catalogue.module.ts';
import { Announcer } from '../events/announcer.ts';
import { SETTINGS } from '../settings/settings.module.ts';
import type { Settings } from '../settings/settings.ts';
import { Clock } from '../shared/clock.ts';
import { PresenceBoard } from './presence-board.ts';
import { PresenceController } from './presence.controller.ts';
import { PresenceDesk } from './presence-desk.ts';
import { PresenceListener } from './presence-listener.ts';
import { PresenceNews } from './presence-news.ts';

@Module({
  imports: [CatalogueModule],
  controllers: [PresenceController],
  providers: [
    PresenceListener,
    {
      provide: PresenceBoard,
      inject: [SETTINGS, Clock],
      useFactory: ({ presence }: Settings, clock: Clock) => new PresenceBoard(presence, () => clock.monotonic()),
    },
    {
      provide: PresenceNews,
      inject: [PresenceBoard, Announcer, Clock],
      useFactory: (...parts: ConstructorParameters<typeof PresenceNews>) => new PresenceNews(...parts),
    },
    {
      provide: PresenceDesk,
      inject: [PresenceBoard, PresenceNews, SETTINGS, Clock],
      useFactory: (board: PresenceBoard, news: PresenceNews, { presence }: Settings, clock: Clock) =>
        new PresenceDesk(board, news, presence, clock),
    },
  ],
  exports: [PresenceBoard, PresenceDesk],
})
export class PresenceModule {}
