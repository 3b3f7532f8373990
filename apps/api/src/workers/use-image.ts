import type { HandedOut, RemoteImage } from '../sources/source-location.ts';
import { GalleryFile } from './gallery-file.ts';
import type { Approach, ImageFile } from './image-file.ts';
import { RemoteFile } from './remote-file.ts';

/** Opens an image of whatever source for as long as the work takes. */
export function useImage<Result>(
  image: HandedOut,
  approach: Approach,
  work: (file: ImageFile) => Promise<Result>,
): Promise<Result> {
  return isRemote(image) ? RemoteFile.use(image, approach, work) : GalleryFile.use(image, work);
}

export function isRemote(image: HandedOut): image is RemoteImage {
  return 'url' in image;
}
