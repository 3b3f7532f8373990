import type { ImageType } from './images.ts';
import type { Categories, Metrics, Star } from './labels.ts';

export interface FoldersQuery {
  /** Canonical folder path; the whole gallery when left out. */
  path?: string;
  /** 1 is the first page. */
  page?: number;
  page_size?: number;
  /** Also everything in the folders below. */
  recursive?: boolean;
}

/** One folder: its images by name, and the folders in it. */
export interface FolderManifest {
  v: 1;
  path: string;
  generatedAt: string;
  items: ItemRow[];
  dirs: FolderEntry[];
  page?: number;
  pageSize?: number;
  pageCount?: number;
  totalItems?: number;
}

/** One image as lists and grids show it. */
export interface ItemRow {
  path: string;
  name: string;
  type: ImageType;
  /** Width as displayed, orientation applied; 0 while it is not known. */
  w: number;
  h: number;
  size: number;
  hasThumb: boolean;
  /** Something is embedded in it: EXIF, XMP, text, a prompt. */
  hasMeta: boolean;
  hash?: string;
  /** When the file was last written. */
  addedAt: string;
  /** Changes when the file does: the `v` of `/thumb` and `/file`. */
  fingerprint: string;
  /** Present when it is known that the image cannot be shown, and why. */
  problem?: ItemProblem;
  star: Star;
  tags: string[];
  comments: string;
  url?: string;
  source?: string;
  /** A number that was pushed stands before one of that name that the source gives. */
  metrics?: Metrics;
  /** Of the source itself, which nobody changes here. */
  categories?: Categories;
  version: number;
  /** When somebody wrote on it last; absent when nobody ever did. */
  updatedAt?: string;
}

/** `missing`: the file went away. `denied`: it cannot be read. `undecodable`, `too_large`: it is no image we can show. */
export const itemProblems = ['missing', 'denied', 'undecodable', 'too_large'] as const;
export type ItemProblem = (typeof itemProblems)[number];

/** `branch` holds only folders, `leaf-real` holds images, `leaf-pointer` stands for a folder elsewhere. */
export const folderKinds = ['branch', 'leaf-real', 'leaf-pointer'] as const;
export type FolderKind = (typeof folderKinds)[number];

export interface FolderProblem {
  error: 'broken_pointer' | 'pointer_loop';
  /** One sentence for a person. */
  message: string;
}

export interface FolderEntry {
  name: string;
  kind: FolderKind;
  /** What a pointer wants to be called. */
  label?: string;
  /** Of a pointer that leads nowhere: what its own address answers with. */
  problem?: FolderProblem;
  /** Images in it and below it, as far as is known by now. */
  totalItems: number;
  /** It has folders of its own, as far as is known by now. */
  hasDirs: boolean;
}
