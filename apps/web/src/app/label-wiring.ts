import { effect, inject, untracked, type Provider } from '@angular/core';
import { EMPTY, exhaustMap, filter, switchMap, timer } from 'rxjs';
import { GalleryApi } from './api/gallery-api.ts';
import { PresenceClient } from './presence/presence-client.ts';
import { RouterHistory } from './router-history.ts';
import { Activity } from './state/activity.ts';
import { Address } from './state/address.ts';
import { Announcements } from './state/announcements.ts';
import { Comparison } from './state/comparison.ts';
import { Connection } from './state/connection.ts';
import { Departure } from './state/departure.ts';
import { Dialogs } from './state/dialogs.ts';
import { DriftWatch } from './state/drift-watch.ts';
import { FacetsWatch } from './state/facets-watch.ts';
import { GalleryStore } from './state/gallery-store.ts';
import { HealthWatch } from './state/health-watch.ts';
import { Identity } from './state/identity.ts';
import { ItemDetails } from './state/item-details.ts';
import { JobProgress } from './state/job-progress.ts';
import { Keyboard } from './state/keyboard.ts';
import { LabelDesk } from './state/label-desk.ts';
import { LabelKeys, starWords } from './state/label-keys.ts';
import { LiveStatus } from './state/live-status.ts';
import { Meant } from './state/meant.ts';
import { MetricNews } from './state/metric-news.ts';
import { OtherDrafts } from './state/other-drafts.ts';
import { OwnNames } from './state/own-names.ts';
import { OwnTyping } from './state/own-typing.ts';
import { OwnWork } from './state/own-work.ts';
import { ownerOf } from './state/owner.ts';
import { browserStorage, Preferences, tabStorage } from './state/preferences.ts';
import { SaveStates } from './state/save-states.ts';
import { Reveal } from './state/reveal.ts';
import { Selection } from './state/selection.ts';
import { queryKey } from './state/place.ts';
import { standingEdit } from './state/standing-edits.ts';
import { TagBook } from './state/tag-book.ts';
import { UndoStack } from './state/undo-stack.ts';
import { WantedFields } from './state/wanted-fields.ts';
import { LabelImport } from './state/label-import.ts';
import { browserClock } from './sync/clock.ts';
import { randomId } from './sync/random-id.ts';
import { IndexedDbStore } from './sync/indexed-db-store.ts';
import { labelIn } from './sync/known-label.ts';
import type { LiveFrame } from './sync/hub-protocol.ts';
import { LiveLine } from './sync/live-line.ts';
import { NoStore } from './sync/outbox-store.ts';
import { pageVisibility } from './sync/poller.ts';

/** Where there is no stream, what others write is looked for this often. */
const CUT_OFF_MS = 15_000;

export const labelling: Provider[] = [
  { provide: Announcements, useFactory: () => new Announcements(browserClock) },
  { provide: LiveStatus, useFactory: () => new LiveStatus(inject(LiveLine)) },
  { provide: Dialogs, useFactory: () => new Dialogs(inject(Keyboard)) },
  { provide: Selection, useFactory: () => new Selection(inject(GalleryStore)) },
  {
    provide: Comparison,
    useFactory: () =>
      new Comparison({
        address: inject(Address),
        store: inject(GalleryStore),
        selection: inject(Selection),
        announcements: inject(Announcements),
      }),
  },
  { provide: Meant, useFactory: () => new Meant(inject(Comparison), inject(GalleryStore)) },
  { provide: OwnWork, useFactory: () => new OwnWork() },
  { provide: Activity, useFactory: () => new Activity(browserClock, inject(OwnWork)) },
  {
    provide: LabelImport,
    useFactory: () => {
      const [name, presence] = [inject(Preferences).displayName, inject(PresenceClient)];
      const clientId = (): string => presence.clientId;
      return new LabelImport(inject(GalleryApi), browserClock, { name, clientId, newKey: randomId });
    },
  },
  { provide: JobProgress, useFactory: () => new JobProgress(browserClock) },
  {
    provide: MetricNews,
    useFactory: () => {
      const store = inject(GalleryStore);
      return new MetricNews(() => store.rereadRows(), browserClock);
    },
  },
  { provide: OwnNames, useFactory: () => new OwnNames(browserStorage()) },
  { provide: Reveal, useFactory: () => new Reveal(inject(GalleryStore), inject(Address), inject(RouterHistory)) },
  { provide: OwnTyping, useFactory: () => new OwnTyping(browserClock) },
  { provide: WantedFields, useFactory: () => new WantedFields() },
  {
    provide: OtherDrafts,
    useFactory: () => {
      const [{ me }, { health }] = [inject(Identity), inject(HealthWatch)];
      const store = typeof indexedDB === 'undefined' ? new NoStore() : new IndexedDbStore();
      return new OtherDrafts(store, () => ownerOf(me(), health()));
    },
  },
  { provide: TagBook, useFactory: () => new TagBook(inject(GalleryApi), () => performance.now()) },
  {
    provide: LabelDesk,
    useFactory: () => {
      const presence = inject(PresenceClient);
      return new LabelDesk(
        inject(LiveLine),
        randomId,
        () => Date.now(),
        () => presence.clientId,
      );
    },
  },
  {
    provide: SaveStates,
    useFactory: () => {
      const [{ status }, { health }] = [inject(LiveStatus), inject(HealthWatch)];
      return new SaveStates({
        desk: inject(LabelDesk),
        stream: status,
        isReachable: inject(Connection).isReachable,
        typed: inject(OwnTyping).unsaved,
        durability: () => health()?.durability ?? null,
      });
    },
  },
  {
    provide: UndoStack,
    useFactory: () => {
      const announcements = inject(Announcements);
      return new UndoStack(inject(LabelDesk), tabStorage(), (text, isBad) => {
        announcements.say(text, { tone: isBad ? 'bad' : 'plain' });
      });
    },
  },
  {
    provide: LabelKeys,
    useFactory: () => {
      const [fields, preferences, identity] = [inject(WantedFields), inject(Preferences), inject(Identity)];
      const [address, selection] = [inject(Address), inject(Selection)];
      const [announcements, dialogs] = [inject(Announcements), inject(Dialogs)];
      const keyboard = inject(Keyboard);
      return new LabelKeys({
        store: inject(Meant),
        desk: inject(LabelDesk),
        selected: () => {
          const { image, compare } = address.place();
          return image === null && compare === null ? selection.selected() : null;
        },
        confirm: (question) => {
          dialogs.ask(question);
        },
        undo: inject(UndoStack),
        announcements,
        whyNot: () => identity.whyNotLabel(),
        advances: () => preferences.advances(),
        wantField: (field) => {
          fields.want(field);
        },
        hush: () => {
          keyboard.hush();
        },
        noteWrite: () => {
          if (identity.me()?.authenticated !== false || preferences.displayName() !== '' || preferences.isNameAsked())
            return;
          // What was just said is more important.
          if (announcements.current() !== null) return;
          preferences.isNameAsked.set(true);
          const run = (): void => {
            dialogs.open('name');
          };
          announcements.say('Others see your changes without a name.', { action: { name: 'Say who you are', run } });
        },
      });
    },
  },
];

/** After these conditions hold for other images than before. */
const changesCounts: ReadonlySet<LiveFrame['event']> = new Set([
  ...(['item-updated', 'items-updated', 'metrics-updated', 'resync'] as const),
]);

/** Lets the desk hear what the server says, and what becomes of edits. Call it where things are injected. */
export function startLabelling(): void {
  const [line, desk, undo] = [inject(LiveLine), inject(LabelDesk), inject(UndoStack)];
  const announcements = inject(Announcements);
  const [own, activity] = [inject(OwnWork), inject(Activity)];
  const names = inject(OwnNames);
  const [drift, facets] = [inject(DriftWatch), inject(FacetsWatch)];
  const [store, reader, selection] = [inject(GalleryStore), inject(ItemDetails), inject(Selection)];
  const [typing, jobs, metrics] = [inject(OwnTyping), inject(JobProgress), inject(MetricNews)];
  const [identity, connection, departure] = [inject(Identity), inject(Connection), inject(Departure)];
  line.outbox$.subscribe((news) => {
    own.hearOutbox(news);
    names.hearOutbox(news);
    desk.hearOutbox(news);
    undo.hearOutbox(news);
    if (news.kind === 'put' && news.edit.state === 'refused') {
      const { what, why } = standingEdit(news.edit);
      announcements.say(`${what}: ${why}`, { tone: 'bad' });
      // What one may do has changed, perhaps: then the editors have to say so.
      if (news.edit.trouble?.status === 403) identity.doubt();
      if (news.edit.trouble?.status === 404 && news.edit.kind === 'item') selection.drop(news.edit.path);
    }
    if (news.kind === 'gone' && news.outcome.kind === 'saved' && news.outcome.replaced !== null) {
      const { mine, theirs, by } = news.outcome.replaced;
      // It was one's own, by way of an undo or of many: nobody has lost anything.
      if (names.isOwn(by)) return;
      const { id } = news;
      const action = undo.has(id) ? { name: 'Undo', run: () => void undo.undo(id) } : null;
      announcements.say(`Your ${starWords(mine)} took the place of ${starWords(theirs)} by ${names.words(by)}`, {
        action,
      });
    }
  });
  line.frames$.subscribe((frame) => {
    activity.hear(frame);
    jobs.hear(frame);
    metrics.hear(frame);
    desk.hearFrame(frame);
    if (frame.event === 'resync') reader.forget();
    if (changesCounts.has(frame.event)) {
      drift.noteWrite();
      facets.noteWrite();
    }
  });
  effect(() => {
    const details = reader.details();
    if (details.kind === 'ready') untracked(() => desk.learn(labelIn(details.sidecar)));
  });
  line.isCutOff$
    .pipe(
      switchMap((isCutOff) => (isCutOff ? timer(0, CUT_OFF_MS) : EMPTY)),
      filter(() => pageVisibility.isVisible() && connection.isReachable()),
      exhaustMap(() => store.rereadRows()),
    )
    .subscribe();
  const { me } = identity;
  const { health } = inject(HealthWatch);
  effect(() => {
    const [who, store] = [me(), health()?.store_id];
    if (who !== null && store !== undefined) untracked(() => undo.begin(JSON.stringify([store, who.name])));
  });
  addEventListener('beforeunload', (event) => {
    // To sign in one has to leave, and finds again what is kept.
    const isSafe = departure.isUnderWay && desk.isKept();
    // A text that is too long to be saved still stands in its field.
    if ((desk.sums().unsent > 0 && !isSafe) || typing.unsaved() !== null) event.preventDefault();
  });
  whenFilesChange(store, () => {
    facets.noteWrite();
  });
  sayWhenSelectionIsLost(store, selection, (text) => {
    announcements.say(text);
  });
  let seen = 0;
  effect(() => {
    const stale = desk.staleCount();
    if (stale === seen) return;
    seen = stale;
    untracked(() => {
      void store.rereadRows().then(() => {
        if (desk.staleCount() === stale) desk.noteReadAgain();
      });
    });
  });
}

/** The same question has another answer, by what is in the gallery or by what the source says of it. */
function whenFilesChange(store: GalleryStore, then: () => void): void {
  let before = { result: '', question: '' };
  effect(() => {
    const shown = store.shown();
    const now = { result: shown?.result ?? '', question: shown === null ? '' : queryKey(shown.query) };
    const isReplaced = now.question === before.question && now.result !== before.result;
    before = now;
    if (isReplaced) untracked(then);
  });
}

/** A selection that goes because the person went elsewhere is no news; one that goes because files changed is. */
function sayWhenSelectionIsLost(store: GalleryStore, selection: Selection, say: (text: string) => void): void {
  let before = { result: '', question: '', count: 0 };
  effect(() => {
    const [shown, count] = [store.shown(), selection.count()];
    const now = { result: shown?.result ?? '', question: shown === null ? '' : queryKey(shown.query), count };
    const isReplaced = now.question === before.question && now.result !== before.result;
    const isLost = isReplaced && before.count > 0 && count === 0;
    before = now;
    if (isLost)
      untracked(() => {
        say('Files have changed here: nothing is selected any more');
      });
  });
}
