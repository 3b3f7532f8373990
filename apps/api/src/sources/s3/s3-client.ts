import type { S3Client } from '@aws-sdk/client-s3';
import type { S3Location } from '../source-location.ts';
import { Presigner } from './presigner.ts';

const connectMs = 3000;
/** Unless somebody has more patience. */
const usualAnswerMs = 5000;
/** Each further one waits twice as long as the one before at most, by chance, and longer when the store says that it is asked too much. */
const attempts = 3;

/** Somebody waits: all attempts together. */
export const patienceMs = 10_000;

/** As the library is told of it, for answers that are small. */
export function soon(): { readonly abortSignal: AbortSignal } {
  return { abortSignal: AbortSignal.timeout(patienceMs) };
}

export interface Patience {
  /** A connection on which nothing comes for so long is given up. None where whoever reads it may be slow. */
  readonly silenceMs: number;
  /** Until an answer begins; what is sent before that takes its time too. */
  readonly answerMs?: number;
}

/** A connection to one bucket, with what belongs to it. */
export interface S3Door {
  readonly client: S3Client;
  readonly presigner: Presigner;
}

const doors = new Map<string, Promise<S3Door>>();

/** One for each bucket in this thread, however many places lie in it, with its connections and credentials. The library is loaded with the first. */
export function s3Door(location: S3Location, patience: Patience): Promise<S3Door> {
  const { bucket, region, endpoint, isPathStyle } = location;
  const key = JSON.stringify([bucket, region, endpoint, isPathStyle, patience]);
  const known = doors.get(key);
  if (known) return known;
  const door = openDoor(location, patience);
  doors.set(key, door);
  // Without credentials nothing could be signed; there may be some when it is next asked for.
  door.catch(() => doors.delete(key));
  return door;
}

async function openDoor(location: S3Location, patience: Patience): Promise<S3Door> {
  const client = await makeClient(location, patience);
  return { client, presigner: await Presigner.of(client, location) };
}

async function makeClient(
  { region, endpoint, isPathStyle }: S3Location,
  { silenceMs, answerMs = usualAnswerMs }: Patience,
): Promise<S3Client> {
  const { S3Client } = await import('./sdk.ts');
  return new S3Client({
    ...(region === null ? {} : { region }),
    ...(endpoint === null ? {} : { endpoint }),
    forcePathStyle: isPathStyle,
    // Other stores than Amazon's do not know them.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    maxAttempts: attempts,
    requestHandler: {
      connectionTimeout: connectMs,
      requestTimeout: answerMs,
      throwOnRequestTimeout: true,
      socketTimeout: silenceMs,
    },
  });
}
