import { Buffer } from 'node:buffer';
import exifReader from 'exif-reader';
import type { Metadata, MetadataText, MetadataValue } from '#contracts';
import { typeOfContent } from '../sources/content-type.ts';
import type { HandedOut } from '../sources/source-location.ts';
import { decodeEmbedded } from './decoder.ts';
import { parsePrompt } from './ai-prompt.ts';
import { fileBytesMax } from './image-limits.ts';
import { pngText } from './png-text.ts';
import { useImage } from './use-image.ts';
import { patience } from './remote-file.ts';
import { describeBytes, problemOfFailure } from './read-headers.ts';
import type { MetadataAnswer } from './worker-jobs.ts';

/** Longer texts are cut: they are shown to people. */
const textMax = 200_000;

export async function readMetadata(image: HandedOut, path: string): Promise<MetadataAnswer> {
  try {
    return await useImage(image, { need: 'whole', deadline: patience() }, async (file) => {
      if (file.state.size > fileBytesMax) return { status: 'problem', problem: 'too_large' };
      return read(path, await file.whole());
    });
  } catch (error) {
    const problem = problemOfFailure(error, path);
    return problem === undefined ? { status: 'unavailable' } : { status: 'problem', problem };
  }
}

async function read(path: string, bytes: Buffer): Promise<MetadataAnswer> {
  const type = typeOfContent(bytes);
  if (type === undefined) return { status: 'problem', problem: 'undecodable' };
  const { width, height } = await describeBytes(bytes);
  const embedded = await decodeEmbedded(bytes);
  const exif = exifGroups(embedded?.exif);
  const text = type === 'image/png' ? pngText(bytes, textMax) : [];
  const prompt = parsePrompt([...text, ...commentOf(exif)]);
  const metadata: Metadata = {
    path,
    format: type.slice('image/'.length),
    width,
    height,
    exif,
    text,
    ...(embedded?.xmp === undefined ? {} : { xmp: embedded.xmp.toString('utf8').slice(0, textMax) }),
    ...(prompt ? { prompt } : {}),
  };
  return { status: 'read', metadata };
}

function exifGroups(slice: Buffer | undefined): Metadata['exif'] {
  if (!slice) return {};
  try {
    const groups: [string, Record<string, MetadataValue>][] = [];
    for (const [group, tags] of Object.entries(exifReader(slice)) as [string, unknown][]) {
      if (typeof tags === 'object' && tags !== null && !Array.isArray(tags)) groups.push([group, readable(tags)]);
    }
    return Object.fromEntries(groups);
  } catch {
    // Broken EXIF: the rest of the answer is still worth having.
    return {};
  }
}

function readable(tags: object): Record<string, MetadataValue> {
  const values: [string, MetadataValue][] = [];
  for (const [name, value] of Object.entries(tags) as [string, unknown][]) {
    const shown = readableValue(name, value);
    if (shown !== undefined) values.push([name, shown]);
  }
  return Object.fromEntries(values);
}

function readableValue(name: string, value: unknown): MetadataValue | undefined {
  if (typeof value === 'boolean') return value;
  // A fraction with nothing below its line: JSON has no word for it.
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value === 'string') return value.replaceAll('\0', '').slice(0, textMax);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : value.toISOString().slice(0, 19);
  if (Buffer.isBuffer(value)) return name === 'UserComment' ? userComment(value) : undefined;
  if (Array.isArray(value)) return (value as unknown[]).filter(isPlain);
  return undefined;
}

function isPlain(part: unknown): part is string | number {
  return typeof part === 'string' || (typeof part === 'number' && Number.isFinite(part));
}

/** Eight bytes name the encoding. Programs that write prompts use UTF-16 in either order of bytes. */
function userComment(value: Buffer): string {
  const encoding = value.toString('latin1', 0, 8);
  const body = value.subarray(8);
  if (!encoding.startsWith('UNICODE')) return body.toString('utf8').replaceAll('\0', '').slice(0, textMax);
  const isBigEndian = body.length > 1 && body[0] === 0;
  return new TextDecoder(isBigEndian ? 'utf-16be' : 'utf-16le').decode(body).replaceAll('\0', '').slice(0, textMax);
}

function commentOf(exif: Metadata['exif']): MetadataText[] {
  const comment = exif['Photo']?.['UserComment'];
  return typeof comment === 'string' && comment !== '' ? [{ key: 'UserComment', value: comment }] : [];
}
