import type { Metrics, Star } from './labels.ts';

export interface ItemQuery {
  path: string;
}

/** Everything people wrote on one item, and what its file header says. */
export interface Sidecar {
  v: 1;
  path: string;
  tags: string[];
  notes: string;
  exif: ExifBasics;
  hash?: string;
  star: Star;
  metrics?: Metrics;
  version: number;
  updated_at: string;
  updated_by: string;
}

export interface ExifBasics {
  /** As displayed; 0 when the header could not be read. */
  width: number;
  height: number;
  /** When the picture was taken, in the camera's own time. */
  createdAt?: string;
}
