import { Module } from '@nestjs/common';
import { Catalogue } from '../catalogue/catalogue.ts';
import { CatalogueModule } from '../catalogue/catalogue.module.ts';
import { FolderWatches } from '../catalogue/folder-watches.ts';
import { GalleryRoot } from '../catalogue/gallery-root.ts';
import { Places } from '../catalogue/places.ts';
import { LabelBook } from '../persistence/label-book.ts';
import { LabelStore } from '../persistence/label-store.ts';
import { LabelWriter } from '../persistence/label-writer.ts';
import { LabelsFlusher } from '../persistence/labels-flusher.ts';
import { ENTRIES, LOG, SETTINGS, type EntryFiles } from '../settings/settings.module.ts';
import type { Settings } from '../settings/settings.ts';
import { Clock } from '../shared/clock.ts';
import type { Log } from '../shared/log.ts';
import { Complaints } from './complaints.ts';
import { SidecarFinder } from './sidecar-finder.ts';
import { SidecarImages } from './sidecar-images.ts';
import { SidecarKeeper } from './sidecar-keeper.ts';
import { Sidecars } from './sidecars.ts';
import { SidecarThread, type SidecarDesk } from './sidecar-thread.ts';
import { readWrittenMark, writeWrittenMark } from './written-mark.ts';

const DESK = Symbol('sidecar-desk');

@Module({
  imports: [CatalogueModule],
  providers: [
    {
      provide: DESK,
      inject: [SETTINGS, ENTRIES, LabelStore, Clock],
      useFactory: ({ gallery }: Settings, entries: EntryFiles, store: LabelStore, clock: Clock): SidecarDesk | null => {
        const { sidecarPlace: place } = gallery;
        const { storeId } = store.facts;
        return place && new SidecarThread(entries.sidecars, { place, storeId }, clock);
      },
    },
    {
      provide: Sidecars,
      inject: [
        SETTINGS,
        DESK,
        LabelBook,
        LabelsFlusher,
        LabelStore,
        LabelWriter,
        Catalogue,
        GalleryRoot,
        Places,
        Clock,
        LOG,
      ],
      useFactory: (
        { gallery }: Settings,
        desk: SidecarDesk | null,
        book: LabelBook,
        flusher: LabelsFlusher,
        store: LabelStore,
        writer: LabelWriter,
        catalogue: Catalogue,
        root: GalleryRoot,
        places: Places,
        clock: Clock,
        log: Log,
      ) => {
        const [broken, refused] = [new Complaints(), new Complaints()];
        const { workspace } = gallery;
        const { storeId, seq: openedAt } = store.facts;
        const keeper =
          desk && workspace !== null && gallery.sidecars === 'kept'
            ? new SidecarKeeper(
                desk,
                book,
                flusher,
                new SidecarImages(catalogue, root, places),
                {
                  storeId,
                  openedAt,
                  read: () => readWrittenMark(workspace),
                  write: (mark) => writeWrittenMark(workspace, mark),
                },
                broken,
                refused,
                clock,
                log,
              )
            : null;
        return new Sidecars(keeper, new SidecarFinder(desk, keeper, book, writer, broken), broken, refused);
      },
    },
    { provide: SidecarFinder, inject: [Sidecars], useFactory: ({ finder }: Sidecars) => finder },
    {
      provide: 'sidecar-touches',
      inject: [FolderWatches, SidecarFinder],
      useFactory: (watches: FolderWatches, finder: SidecarFinder) => {
        watches.touchedBeside = (path) => {
          finder.noteTouched(path);
        };
        return true;
      },
    },
  ],
  exports: [Sidecars],
})
export class SidecarsModule {}
