import { Module, type DynamicModule } from '@nestjs/common';
import { AuthModule } from './auth/auth.module.ts';
import { BrowseModule } from './browse/browse.module.ts';
import { DocsModule } from './docs/docs.module.ts';
import { EventsModule } from './events/events.module.ts';
import { ExchangeModule } from './exchange/exchange.module.ts';
import { ImportModule } from './exchange/import.module.ts';
import { FoldersModule } from './folders/folders.module.ts';
import { HealthModule } from './health/health.module.ts';
import { ItemsModule } from './items/items.module.ts';
import { MediaModule } from './media/media.module.ts';
import { PersistenceModule } from './persistence/persistence.module.ts';
import { PageModule } from './page/page.module.ts';
import { PresenceModule } from './presence/presence.module.ts';
import { SearchModule } from './search/search.module.ts';
import { StatsModule } from './stats/stats.module.ts';
import { StreamModule } from './stream/stream.module.ts';
import { SettingsModule } from './settings/settings.module.ts';
import { ThumbsModule } from './thumbs/thumbs.module.ts';
import { UpkeepModule } from './upkeep/upkeep.module.ts';
import { ViewsModule } from './views/views.module.ts';

@Module({})
export class AppModule {
  static with(...start: Parameters<typeof SettingsModule.with>): DynamicModule {
    return {
      module: AppModule,
      imports: [
        SettingsModule.with(...start),
        EventsModule,
        PersistenceModule,
        AuthModule,
        FoldersModule,
        BrowseModule,
        SearchModule,
        ItemsModule,
        ImportModule,
        ViewsModule,
        StatsModule,
        ExchangeModule,
        StreamModule,
        PresenceModule,
        MediaModule,
        ThumbsModule,
        DocsModule,
        HealthModule,
        UpkeepModule,
        // Last: it answers every address that nobody else has.
        PageModule,
      ],
    };
  }
}
