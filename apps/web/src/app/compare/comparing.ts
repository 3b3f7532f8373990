import { inject, type Provider } from '@angular/core';
import { GalleryApi } from '../api/gallery-api.ts';
import { Originals } from '../state/originals.ts';
import { ThumbLoader } from '../state/thumb-loader.ts';
import { ComparedDetails } from './compared-details.ts';
import { ComparedPictures } from './compared-pictures.ts';
import { SharedLook } from './shared-look.ts';

/** What lives as long as a comparison is open. */
export const comparing: Provider[] = [
  { provide: SharedLook, useFactory: () => new SharedLook() },
  { provide: ComparedDetails, useFactory: () => new ComparedDetails(inject(GalleryApi)) },
  {
    provide: ComparedPictures,
    useFactory: () => {
      const api = inject(GalleryApi);
      // Its own: the viewer below holds other ones.
      const originals = new Originals(({ path, fingerprint }) => api.fileUrl(path, fingerprint));
      return new ComparedPictures(inject(ThumbLoader), originals);
    },
  },
];
