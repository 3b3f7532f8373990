/** What a camera would have written. No real maker is named: no camera took these. */
export interface Shot {
  /** As EXIF writes it: `2025:06:21 05:14:00`. */
  readonly taken: string;
  readonly lens: string;
  /** In millimetres. */
  readonly focal: number;
  readonly aperture: number;
  /** In seconds, as a fraction: `1/250`. */
  readonly exposure: string;
  readonly iso: number;
}

/** In the form sharp takes EXIF: by directory, every value as text, fractions as fractions. */
export function exifOf(shot: Shot): { IFD0: Record<string, string>; IFD2: Record<string, string> } {
  return {
    IFD0: {
      Make: 'Lenslet',
      Model: 'Procedural One',
      Software: 'Lenslet demo gallery',
      DateTime: shot.taken,
      Artist: 'Mathematics',
      Copyright: 'CC0 1.0',
    },
    IFD2: {
      DateTimeOriginal: shot.taken,
      LensModel: shot.lens,
      FocalLength: `${String(shot.focal)}/1`,
      FNumber: `${String(Math.round(shot.aperture * 10))}/10`,
      ExposureTime: shot.exposure,
      ISOSpeedRatings: String(shot.iso),
    },
  };
}
