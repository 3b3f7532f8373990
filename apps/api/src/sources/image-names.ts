import { imageTypes, typeByExtension, type ImageType } from '#contracts';

/** The media type that a file name promises; undefined for what is no item at all. */
export function typeOfName(name: string): ImageType | undefined {
  const dot = name.lastIndexOf('.');
  if (dot < 1) return undefined;
  const extension = name.slice(dot + 1).toLowerCase();
  return Object.hasOwn(typeByExtension, extension) ? typeByExtension[extension] : undefined;
}

/** Types travel and are stored as their place in the contract's list. */
export function typeCode(type: ImageType): number {
  return imageTypes.indexOf(type);
}
