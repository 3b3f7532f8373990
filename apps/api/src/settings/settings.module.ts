import { Global, Module, type DynamicModule } from '@nestjs/common';
import type { Log } from '../shared/log.ts';
import { Clock, SystemClock } from '../shared/clock.ts';
import type { Settings } from './settings.ts';

/** Injection tokens of what is decided before the container exists. */
export const SETTINGS = Symbol('settings');
export const LOG = Symbol('log');
export const ENTRIES = Symbol('entries');

/** Files that run elsewhere than in this thread. Only `main` knows where it lies itself. */
export interface EntryFiles {
  readonly imageWorker: string;
  readonly scanner: string;
  readonly store: string;
  readonly sidecars: string;
  readonly exports: string;
  readonly web: string;
  readonly openApi: string;
}

@Global()
@Module({})
export class SettingsModule {
  static with(settings: Settings, log: Log, entries: EntryFiles): DynamicModule {
    return {
      module: SettingsModule,
      providers: [
        { provide: SETTINGS, useValue: settings },
        { provide: LOG, useValue: log },
        { provide: ENTRIES, useValue: entries },
        { provide: Clock, useClass: SystemClock },
      ],
      exports: [SETTINGS, LOG, ENTRIES, Clock],
    };
  }
}
