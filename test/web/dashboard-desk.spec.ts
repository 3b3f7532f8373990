// The router comes half compiled.
import '@angular/compiler';
import { Injector, createEnvironmentInjector, type EnvironmentInjector } from '@angular/core';
import { Router } from '@angular/router';
import { Subject } from 'rxjs';
import { GalleryApi } from '../../apps/web/src/app/api/gallery-api.ts';
import { DashboardDesk } from '../../apps/web/src/app/dashboard/dashboard-desk.ts';
import { Address } from '../../apps/web/src/app/state/address.ts';
import { Connection } from '../../apps/web/src/app/state/connection.ts';
import { LiveLine } from '../../apps/web/src/app/sync/live-line.ts';

describe('UI23: a visit of the dashboard', () => {
  test('leaves nobody behind who listens, however often one comes', () => {
    const [events, frames$] = [new Subject<unknown>(), new Subject<{ event: string }>()];
    const pageListeners = new Set<unknown>();
    jest.spyOn(document, 'addEventListener').mockImplementation((_, then) => void pageListeners.add(then));
    jest.spyOn(document, 'removeEventListener').mockImplementation((_, then) => void pageListeners.delete(then));
    const connection = new Connection();
    const waiting = new Set<unknown>();
    jest.spyOn(connection, 'onReturn').mockImplementation((then) => {
      waiting.add(then);
      return () => waiting.delete(then);
    });
    const router = {
      url: '/dashboard?path=/&period=today&tz=UTC',
      events,
      parseUrl: () => ({ queryParamMap: new URLSearchParams('path=/&period=today&tz=UTC') }),
    };
    const counts = (): unknown[] => [pageListeners.size, waiting.size, events.observed, frames$.observed];
    for (let visit = 0; visit < 5; visit += 1) {
      const injector = createEnvironmentInjector(
        [
          { provide: Router, useValue: router },
          { provide: GalleryApi, useValue: { stats: () => new Promise(() => undefined) } },
          { provide: Address, useValue: {} },
          { provide: Connection, useValue: connection },
          { provide: LiveLine, useValue: { frames$ } },
          { provide: DashboardDesk, useFactory: () => new DashboardDesk() },
        ],
        Injector.NULL as EnvironmentInjector,
      );
      injector.get(DashboardDesk);
      expect(counts()).toEqual([1, 1, true, true]);
      injector.destroy();
      expect(counts()).toEqual([0, 0, false, false]);
    }
  });
});
