import type { ListObjectsV2CommandInput, S3Client } from '@aws-sdk/client-s3';
import { typeCode, typeOfName } from '../image-names.ts';
import type { ListedFile } from '../listing.ts';
import type { S3Location } from '../source-location.ts';
import { soon } from './s3-client.ts';
import { nameFromPart } from './s3-keys.ts';
import { bareTag, numberOf, secondOf } from './tag-number.ts';

export interface ListedKey {
  readonly key: string;
  readonly size: number;
  readonly tag: string | undefined;
  readonly changed: Date | undefined;
}

export interface ListedPage {
  readonly objects: ListedKey[];
  /** What keys begin with up to the next delimiter, which ends each of them. */
  readonly prefixes: string[];
}

type Wish = Pick<ListObjectsV2CommandInput, 'Prefix' | 'Delimiter' | 'StartAfter' | 'MaxKeys'>;

/** One page of a thousand keys after the other. Encoded, since the format of the answer has no way to say some characters. */
export async function* listKeys(client: S3Client, location: S3Location, wish: Wish): AsyncGenerator<ListedPage> {
  const { ListObjectsV2Command } = await import('./sdk.ts');
  let token: string | undefined;
  do {
    const answer = await client.send(
      new ListObjectsV2Command({
        Bucket: location.bucket,
        EncodingType: 'url',
        ...wish,
        ...(token === undefined ? {} : { ContinuationToken: token }),
      }),
      soon(),
    );
    const decode = answer.EncodingType === 'url' ? decodeKey : (key: string): string => key;
    yield {
      objects: (answer.Contents ?? []).map(({ Key = '', Size = 0, ETag, LastModified }) => {
        return { key: decode(Key), size: Size, tag: ETag, changed: LastModified };
      }),
      prefixes: (answer.CommonPrefixes ?? []).map(({ Prefix = '' }) => decode(Prefix)),
    };
    token = answer.IsTruncated === true ? answer.NextContinuationToken : undefined;
  } while (token !== undefined);
}

/** An object by the last part of its key, if it is an image that the gallery shows. */
export function listedObject(part: string, { size, tag, changed }: ListedKey): ListedFile | undefined {
  const key = nameFromPart(part);
  const type = key === undefined ? undefined : typeOfName(key);
  if (key === undefined || type === undefined) return undefined;
  return { key, type: typeCode(type), size, mtime: secondOf(changed), inode: numberOf(bareTag(tag)) };
}

/** Some stores write a space as `+`; a real one is always encoded. */
function decodeKey(key: string): string {
  try {
    return decodeURIComponent(key.replaceAll('+', ' '));
  } catch {
    // Bytes that are no text: a lone half of a character stands for them, which no name of the gallery holds.
    return `${key}\ud800`;
  }
}
