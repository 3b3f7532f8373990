import type { S3Client } from '@aws-sdk/client-s3';
import { SystemClock, type Clock } from '../../shared/clock.ts';
import type { S3Location } from '../source-location.ts';
import { StoreClock } from './store-clock.ts';

type Signing = InstanceType<typeof import('./sdk.ts').S3RequestPresigner>;

/** Where the objects of a bucket are, as the library has it; each key comes after the path. */
interface Base {
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number;
  readonly path: string;
}

/** Anything will do; nobody asks for it. */
const sampleKey = 'x';

/**
 * Makes addresses of single objects that are good for a while, whoever has them. The library is asked once where the
 * bucket is: having it make every address takes half a millisecond each, ten times as long as signing.
 */
export class Presigner {
  private constructor(
    private readonly signing: Signing,
    private readonly base: Base,
    private readonly there: StoreClock,
  ) {}

  static async of(
    client: S3Client,
    { bucket }: Pick<S3Location, 'bucket'>,
    clock: Clock = new SystemClock(),
  ): Promise<Presigner> {
    const { getSignedUrl, GetObjectCommand, S3RequestPresigner } = await import('./sdk.ts');
    const sample = await getSignedUrl(client, new GetObjectCommand({ Bucket: bucket, Key: sampleKey }));
    const { protocol, hostname, port, pathname } = new URL(sample);
    const base = { protocol, hostname, path: pathname.slice(0, -sampleKey.length) };
    const place = port === '' ? base : { ...base, port: Number(port) };
    return new Presigner(new S3RequestPresigner(client.config), place, new StoreClock(client, bucket, clock));
  }

  /** `method`: what may be done there. What is put is not signed for, since nobody has it yet. */
  async sign(
    key: string,
    seconds: number,
    query: Readonly<Record<string, string>> = {},
    method: 'GET' | 'PUT' = 'GET',
  ): Promise<string> {
    const { protocol, hostname, port, path } = this.base;
    const host = port === undefined ? hostname : `${hostname}:${String(port)}`;
    const place = path + key.split('/').map(encode).join('/');
    const request = { protocol, hostname, path: place, method, headers: { host }, query: { ...query } };
    const signed = await this.signing.presign(port === undefined ? request : { ...request, port }, {
      expiresIn: seconds,
      signingDate: await this.there.now(),
    });
    const words = Object.entries(signed.query ?? {}).map(([name, value]) => `${encode(name)}=${encode(String(value))}`);
    return `${protocol}//${host}${place}?${words.join('&')}`;
  }
}

/** As the signature has it: everything but letters, digits and `-_.~`. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
