import {
  inject,
  provideAppInitializer,
  provideBrowserGlobalErrorListeners,
  provideZonelessChangeDetection,
  type ApplicationConfig,
  type Provider,
} from '@angular/core';
import { Router, UrlSerializer, provideRouter, withNavigationErrorHandler, type Routes } from '@angular/router';
import { GalleryApi } from './api/gallery-api.ts';
import { Http } from './api/http.ts';
import { labelling, startLabelling } from './label-wiring.ts';
import { live, startLive } from './live-wiring.ts';
import { RouterHistory, TolerantUrls } from './router-history.ts';
import { GalleryPage } from './shell/gallery-page.ts';
import { Address } from './state/address.ts';
import { Announcements } from './state/announcements.ts';
import { Connection } from './state/connection.ts';
import { Departure } from './state/departure.ts';
import { DriftWatch } from './state/drift-watch.ts';
import { FacetsWatch } from './state/facets-watch.ts';
import { FolderTree } from './state/folder-tree.ts';
import { GalleryStore } from './state/gallery-store.ts';
import { HealthWatch } from './state/health-watch.ts';
import { Identity } from './state/identity.ts';
import { ItemDetails } from './state/item-details.ts';
import { Keyboard } from './state/keyboard.ts';
import { PlacesSeen } from './state/places-seen.ts';
import { Preferences, browserStorage, tabStorage } from './state/preferences.ts';
import { Rounds } from './state/rounds.ts';
import { ThumbLoader, browserUrls } from './state/thumb-loader.ts';
import { browserClock } from './sync/clock.ts';
import { LiveLine } from './sync/live-line.ts';
import { pageVisibility } from './sync/poller.ts';
import { Originals } from './state/originals.ts';
import { beforeLeaving } from './ui/before-leaving.ts';

/** Whoever was signed out comes back to where they were. */
function askToSignIn(): void {
  location.replace(new URL(`login?next=${encodeURIComponent(location.pathname + location.search)}`, document.baseURI));
}

/** One quiet line about what one has come by. */
function teller(): (sentence: string) => void {
  const announcements = inject(Announcements);
  return (sentence) => {
    announcements.say(sentence);
  };
}

/** The one place where plain classes are made and handed to one another. */
const state: Provider[] = [
  { provide: Connection, useFactory: () => new Connection() },
  {
    provide: Departure,
    useFactory: () => {
      const departure = new Departure(askToSignIn);
      addEventListener('pageshow', () => {
        departure.comeBack();
      });
      return departure;
    },
  },
  {
    provide: Http,
    useFactory: () => {
      const [connection, departure, line] = [inject(Connection), inject(Departure), inject(LiveLine)];
      const noteAnswer = (status: number | null): void => {
        connection.report(status !== null);
        if (status === 401) departure.leave();
      };
      return new Http(document.baseURI, noteAnswer, (cursor) => {
        line.noteRead(cursor);
      });
    },
  },
  { provide: GalleryApi, useFactory: () => new GalleryApi(inject(Http)) },
  {
    provide: Preferences,
    useFactory: () => {
      const preferences = new Preferences(browserStorage());
      addEventListener('storage', ({ key }) => {
        preferences.hear(key);
      });
      return preferences;
    },
  },
  { provide: Keyboard, useFactory: () => new Keyboard(inject(Preferences).keys) },
  { provide: RouterHistory, useFactory: () => new RouterHistory(inject(Router), teller()) },
  { provide: Address, useFactory: () => new Address(inject(RouterHistory), browserClock) },
  {
    provide: GalleryStore,
    useFactory: () => {
      const store = new GalleryStore(inject(GalleryApi), browserClock, new PlacesSeen(tabStorage()));
      beforeLeaving(() => {
        store.rememberPlace();
      });
      return store;
    },
  },
  {
    provide: DriftWatch,
    useFactory: () => {
      const api = inject(GalleryApi);
      return new DriftWatch(inject(GalleryStore), (result) => api.drift(result), browserClock);
    },
  },
  {
    provide: FacetsWatch,
    useFactory: () => {
      const api = inject(GalleryApi);
      return new FacetsWatch((query, signal) => api.facets(query, signal), browserClock);
    },
  },
  { provide: FolderTree, useFactory: () => new FolderTree(inject(GalleryApi)) },
  {
    provide: Identity,
    useFactory: () => {
      const departure = inject(Departure);
      return new Identity(inject(GalleryApi), () => {
        departure.leave();
      });
    },
  },
  { provide: HealthWatch, useFactory: () => new HealthWatch(inject(GalleryApi)) },
  { provide: ItemDetails, useFactory: () => new ItemDetails(inject(GalleryApi), browserClock, inject(Connection)) },
  {
    provide: ThumbLoader,
    useFactory: () => {
      const api = inject(GalleryApi);
      return new ThumbLoader(
        (path, fingerprint, signal, isAhead) => api.thumb(path, fingerprint, signal, isAhead),
        browserUrls,
        browserClock,
      );
    },
  },
  {
    provide: Originals,
    useFactory: () => {
      const api = inject(GalleryApi);
      return new Originals(({ path, fingerprint }) => api.fileUrl(path, fingerprint));
    },
  },
  {
    provide: Rounds,
    useFactory: () =>
      new Rounds(
        {
          gallery: inject(GalleryStore),
          drift: inject(DriftWatch),
          tree: inject(FolderTree),
          health: inject(HealthWatch),
          identity: inject(Identity),
          thumbs: inject(ThumbLoader),
        },
        inject(Connection),
        browserClock,
        pageVisibility,
      ),
  },
];

const routes: Routes = [
  {
    path: 'dashboard',
    loadComponent: () => import('./shell/dashboard-screen.ts').then(({ DashboardScreen }) => DashboardScreen),
  },
  { path: 'history', loadComponent: async () => (await import('./shell/history-page.ts')).HistoryPage },
  { path: '**', component: GalleryPage },
];

export const wiring: ApplicationConfig = {
  providers: [
    provideZonelessChangeDetection(),
    provideBrowserGlobalErrorListeners(),
    provideRouter(
      routes,
      withNavigationErrorHandler(() => {
        const text = 'This page could not be loaded. Try again when the server is back, or reload.';
        inject(Announcements).say(text, { tone: 'bad' });
      }),
    ),
    { provide: UrlSerializer, useFactory: () => new TolerantUrls(teller()) },
    ...state,
    ...live,
    ...labelling,
    provideAppInitializer(() => {
      inject(RouterHistory).report(inject(Address));
      inject(Rounds).start();
      startLive();
      startLabelling();
    }),
  ],
};
