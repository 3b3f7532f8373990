import type { Gesture, GestureKind, OperationChanges, Star } from '#contracts';
import { isoTime } from '../../shared/iso-time.ts';
import type { Content } from '../content.ts';
import type { Label } from '../label.ts';
import type { Epoch } from '../label-store.ts';

/** Rows of the tables as values, and the way from the one to the other. */
export type Row = Readonly<Record<string, string | number | null>>;

/** A label, where it lies, and the operation that made it so. */
export interface KeptLabel extends Label {
  readonly id: number;
  /** 0 when there is none: nobody wrote yet, or it came with a file. */
  readonly seq: number;
}

export interface KeptAnswer {
  readonly fingerprint: string;
  readonly answer: string;
}

export interface KeptOperation {
  readonly seq: number;
  readonly item: number;
  readonly version: number;
  readonly previous: number;
  readonly changes: OperationChanges;
}

export interface KeptGesture {
  readonly seq: number;
  readonly id: string;
  readonly kind: GestureKind;
  readonly at: number;
  readonly actor: string;
  readonly client: string;
  readonly count: number;
  readonly detail: Pick<Gesture, 'patch' | 'metric_keys' | 'undoes' | 'followed'>;
}

export interface KeptEpoch extends Epoch {
  readonly startedAt: number;
}

export function toLabel(row: Row): KeptLabel {
  const { metrics, extra } = row;
  return {
    id: Number(row['id']),
    path: String(row['path']),
    version: Number(row['version']),
    star: row['star'] as Star,
    tags: row['tags'] === '[]' ? [] : (JSON.parse(String(row['tags'])) as string[]),
    notes: String(row['notes']),
    metrics: metrics === null ? undefined : (JSON.parse(String(metrics)) as Label['metrics']),
    extra: extra === null ? undefined : (JSON.parse(String(extra)) as Label['extra']),
    updatedAt: Number(row['updated_at']),
    updatedBy: String(row['updated_by']),
    seq: Number(row['seq']),
  };
}

export function toKeptOperation(row: Row): KeptOperation {
  return {
    seq: Number(row['seq']),
    item: Number(row['item']),
    version: Number(row['version']),
    previous: Number(row['previous']),
    changes: JSON.parse(String(row['changes'])) as OperationChanges,
  };
}

export function toKeptGesture(row: Row): KeptGesture {
  return {
    seq: Number(row['seq']),
    id: String(row['id']),
    kind: row['kind'] as GestureKind,
    at: Number(row['at']),
    actor: String(row['actor']),
    client: String(row['client']),
    count: Number(row['count']),
    detail: JSON.parse(String(row['detail'])) as KeptGesture['detail'],
  };
}

export function toKeptEpoch(row: Row): KeptEpoch {
  return {
    epoch: String(row['epoch']),
    beganAt: Number(row['began_at']),
    startedAt: Number(row['started_at']),
  };
}

export function toGesture({ id, at, actor, client, detail, seq, kind, count }: KeptGesture): Gesture {
  return { seq, gesture_id: id, kind, count, ...detail, updated_by: actor, client, at: isoTime(at) };
}

export function toContent(row: Row): Content {
  return {
    path: String(row['path']),
    hash: String(row['hash']),
    size: Number(row['size']),
    mtime: Number(row['mtime']),
    inode: Number(row['inode']),
  };
}
