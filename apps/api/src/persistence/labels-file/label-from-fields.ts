import { labelFields, stars, type LabelField, type Metrics, type Star } from '#contracts';
import { cleanPath, rootPath, type GalleryPath } from '../../shared/gallery-path.ts';
import { Problem } from '../../shared/problem.ts';
import type { Label } from '../label.ts';
import { isRecord, refuseUnsafeName } from './plain-data.ts';
import { Refusal } from './refusal.ts';

/** What a file says of one item. What is undefined takes its default. */
export interface LabelFields {
  readonly tags: unknown;
  readonly notes: unknown;
  readonly star: unknown;
  readonly updatedAt: unknown;
  readonly updatedBy: unknown;
  readonly version: unknown;
  readonly metrics: unknown;
}

/** Versions are held in 32 bits; this leaves two thousand million changes to come. */
const latestVersion = 2 ** 31 - 1;
const nulOrHalfCharacter = /[\0\p{Surrogate}]/u;
const instant = /^(?:\d{4}|[+-]\d{6})-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;

/** The door for labels from files. Nothing is coerced, and nothing cut off: the API's limits are for what is new. */
export function labelFromFields(path: GalleryPath, fields: LabelFields, extra?: Label['extra']): Label {
  const tags = tagsFrom(fields.tags);
  const notes = fields.notes === undefined ? '' : textFrom('notes', fields.notes);
  const star = starFrom(fields.star);
  const metrics = metricsFrom(fields.metrics);
  // Version 1 is that of an item nobody wrote: browsers that hold it would take this label for the empty one.
  const isChanged = star !== null || tags.length > 0 || notes !== '' || metrics !== undefined;
  const version = fields.version === undefined ? (isChanged ? 2 : 1) : versionFrom(fields.version);
  const updatedAt = timeFrom('updated_at', fields.updatedAt);
  const updatedBy = fields.updatedBy === undefined ? '' : textFrom('updated_by', fields.updatedBy);
  return { path, version, star, tags, notes, metrics, updatedAt, updatedBy: updatedBy || 'server', extra };
}

/** Those that are not there at all. */
export function silentFields(fields: LabelFields): LabelField[] {
  return labelFields.filter((field) => fields[field] === undefined);
}

/** With or without its leading slash. */
export function itemPathFrom(text: unknown): GalleryPath {
  if (typeof text !== 'string') throw new Refusal('The path must be a text.');
  try {
    const path = cleanPath(text);
    if (path !== rootPath) return path;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    throw new Refusal(`${JSON.stringify(text.slice(0, 200))} is no path of an item: ${error.message}`);
  }
  throw new Refusal(`${JSON.stringify(text.slice(0, 200))} is no path of an item: it is that of the gallery.`);
}

/** Milliseconds since 1970. Empty means never, as in the API. */
export function timeFrom(name: string, value: unknown): number {
  if (value === undefined || value === '') return 0;
  const time = typeof value === 'string' && instant.test(value) ? Date.parse(value) : NaN;
  if (Number.isNaN(time)) throw new Refusal(`${name} must be a time like "2026-01-23T19:22:05Z".`);
  return time;
}

function tagsFrom(value: unknown): string[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw new Refusal('tags must be a list of texts.');
  const tags = value.map((tag) => textFrom('each of the tags', tag).trim().normalize('NFC'));
  return [...new Set(tags)].filter((tag) => tag !== '');
}

function starFrom(value: unknown): Star {
  const star = value === undefined ? null : stars.find((each) => each === value);
  if (star === undefined) throw new Refusal('star must be a whole number from 0 to 5, or null.');
  return star;
}

function versionFrom(value: unknown): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= latestVersion) return value;
  throw new Refusal(`The version of an item must be a whole number from 1 to ${String(latestVersion)}.`);
}

function metricsFrom(value: unknown): Metrics | undefined {
  if (value === undefined) return undefined;
  if (!isRecord(value)) throw new Refusal('metrics must be an object of numbers.');
  const metrics: Metrics = {};
  for (const [name, number] of Object.entries(value)) {
    refuseUnsafeName(name);
    textFrom('the name of a metric', name);
    if (typeof number !== 'number' || !Number.isFinite(number)) throw new Refusal('metrics must be finite numbers.');
    metrics[name] = number;
  }
  return metrics;
}

function textFrom(name: string, value: unknown): string {
  if (typeof value !== 'string') throw new Refusal(`${name} must be a text.`);
  if (nulOrHalfCharacter.test(value)) throw new Refusal(`${name} must not hold NUL or half a Unicode character.`);
  return value;
}
