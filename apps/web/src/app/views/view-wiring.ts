import { InjectionToken, effect, inject, untracked } from '@angular/core';
import { Http } from '../api/http.ts';
import { Address } from '../state/address.ts';
import { Announcements } from '../state/announcements.ts';
import { Connection } from '../state/connection.ts';
import { Departure } from '../state/departure.ts';
import { Dialogs } from '../state/dialogs.ts';
import { fitName } from '../state/display-name.ts';
import { Identity } from '../state/identity.ts';
import { Preferences, browserStorage } from '../state/preferences.ts';
import { browserClock } from '../sync/clock.ts';
import { LiveLine } from '../sync/live-line.ts';
import { Poller, pageVisibility } from '../sync/poller.ts';
import { randomId } from '../sync/random-id.ts';
import { MadeHere } from './made-here.ts';
import { ViewBook } from './view-book.ts';
import { ViewDesk } from './view-desk.ts';
import { viewsRequests } from './views-requests.ts';

/** Made when somebody first asks for it, not with everything else: nothing of this room is loaded before the gallery is seen. */
export const viewDesk = new InjectionToken<ViewDesk>('viewDesk', { factory: makeDesk });

function makeDesk(): ViewDesk {
  const [identity, preferences, connection] = [inject(Identity), inject(Preferences), inject(Connection)];
  const [announcements, dialogs, departure] = [inject(Announcements), inject(Dialogs), inject(Departure)];
  const ownName = (): string => (identity.me()?.authenticated === false ? fitName(preferences.displayName()) : '');
  const book = new ViewBook(viewsRequests(inject(Http), ownName), browserClock, randomId);
  const made = new MadeHere(browserStorage());
  const address = inject(Address);
  const around = { address, identity, connection, announcements, made, ownName, newId: randomId };
  const desk = new ViewDesk(book, around);

  const poller = new Poller(() => book.check(), browserClock, pageVisibility);
  poller.start();
  addEventListener('focus', () => {
    poller.hurry();
  });
  inject(LiveLine).frames$.subscribe((frame) => {
    if (frame.event === 'views-updated' && book.isBehind(frame.data.version)) poller.hurry();
  });
  connection.onReturn(() => {
    book.hurry();
    poller.hurry();
  });
  effect(() => {
    desk.shown.follow();
  });
  effect(() => {
    const why = book.whyNotSaved();
    if (why !== null)
      untracked(() => announcements.say(`The change of views is not saved yet. ${why}`, { tone: 'bad' }));
  });
  effect(() => {
    if (book.clashes().length === 0) return;
    // Whoever is in the middle of something else finds the question beside the views.
    const open = untracked(dialogs.current);
    if (open === null || open === 'view') dialogs.open('views-conflict');
  });
  addEventListener('beforeunload', (event) => {
    // To sign in one has to leave.
    if (book.isSaving() && !departure.isUnderWay) event.preventDefault();
  });
  return desk;
}
