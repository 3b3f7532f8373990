import type { Categories, Durability, LabelPatch, Metrics, Star } from './labels.ts';

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
  /** Of the content. Not on answers to a write, which are the same however often they are asked for. */
  hash?: string;
  star: Star;
  /** A number that was pushed stands before one of that name that the source gives. */
  metrics?: Metrics;
  /** Of the source itself, which nobody changes here. */
  categories?: Categories;
  /** 1 until somebody writes; each accepted change adds one. It is the ETag too. */
  version: number;
  /** Empty until somebody writes. */
  updated_at: string;
  updated_by: string;
  /** On answers to a write: where it is kept. */
  durability?: Durability;
  /** On answers to a write that changed something: what to undo. */
  gesture_id?: string;
}

export interface ExifBasics {
  /** As displayed; 0 when the header could not be read. */
  width: number;
  height: number;
  /** When the picture was taken, in the camera's own time. */
  createdAt?: string;
}

/** Some fields of a label. The version it was made against stands here or in If-Match. */
export interface ItemPatch extends LabelPatch {
  base_version?: number;
}

/** A whole label. */
export interface ItemReplacement {
  base_version?: number;
  tags: string[];
  notes: string;
  star: Star;
}
