import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutBucketPolicyCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import type { S3Location } from '../../apps/api/src/sources/source-location.ts';
import type { S3Keys, S3Server } from './s3-server.ts';

let made = 0;

/** A bucket of its own on a test server. */
export class S3Bucket {
  readonly #client: S3Client;

  private constructor(
    readonly name: string,
    private readonly server: S3Server,
  ) {
    this.#client = new S3Client({
      endpoint: server.url,
      region: 'us-east-1',
      forcePathStyle: true,
      credentials: server.owner,
    });
  }

  static async make(server: S3Server): Promise<S3Bucket> {
    made += 1;
    const bucket = new S3Bucket(`bucket-${made}`, server);
    await bucket.#client.send(new CreateBucketCommand({ Bucket: bucket.name }));
    return bucket;
  }

  async put(key: string, bytes: Buffer | string): Promise<void> {
    await this.#client.send(
      new PutObjectCommand({ Bucket: this.name, Key: key, Body: bytes, ContentLength: bytes.length }),
    );
  }

  async read(key: string): Promise<Buffer> {
    const { Body } = await this.#client.send(new GetObjectCommand({ Bucket: this.name, Key: key }));
    return Buffer.from((await Body?.transformToByteArray()) ?? []);
  }

  /** What it says it is. */
  async typeOf(key: string): Promise<string | undefined> {
    return (await this.#client.send(new HeadObjectCommand({ Bucket: this.name, Key: key }))).ContentType;
  }

  /** As people copy: bytes and names. */
  async copyTo(other: S3Bucket, prefix = ''): Promise<void> {
    for (const key of await this.keys()) await other.put(`${prefix}${key}`, await this.read(key));
  }

  async keys(): Promise<string[]> {
    const keys: string[] = [];
    for (let token: string | undefined, isMore = true; isMore;) {
      const answer = await this.#client.send(
        new ListObjectsV2Command({ Bucket: this.name, ...(token === undefined ? {} : { ContinuationToken: token }) }),
      );
      keys.push(...(answer.Contents ?? []).map(({ Key = '' }) => Key));
      token = answer.NextContinuationToken;
      isMore = answer.IsTruncated === true;
    }
    return keys;
  }

  async remove(key: string): Promise<void> {
    await this.#client.send(new DeleteObjectCommand({ Bucket: this.name, Key: key }));
  }

  /** What the guest of the server may do here. */
  async allow(actions: readonly string[], keys = '*'): Promise<void> {
    const Principal = { AWS: ['arn:aws:iam:::user/guest'] };
    const Resource = [`arn:aws:s3:::${this.name}`, `arn:aws:s3:::${this.name}/${keys}`];
    const Policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal, Action: actions, Resource }],
    });
    await this.#client.send(new PutBucketPolicyCommand({ Bucket: this.name, Policy }));
  }

  /** Everything in it, with tags and times. */
  async content(): Promise<string[]> {
    const { Contents = [] } = await this.#client.send(new ListObjectsV2Command({ Bucket: this.name }));
    return Contents.map(({ Key, ETag, Size, LastModified }) => [Key, ETag, Size, LastModified?.getTime()].join(' '));
  }

  location(wish: Partial<S3Location> = {}): S3Location {
    return {
      kind: 's3',
      bucket: this.name,
      prefix: '',
      region: 'us-east-1',
      endpoint: this.server.url,
      isPathStyle: true,
      isRedirecting: false,
      sweepMs: 1000,
      ...wish,
    };
  }
}

/** As a person who has these keys starts a program. */
export function environmentOf({ accessKeyId, secretAccessKey }: S3Keys): NodeJS.ProcessEnv {
  return {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    // Nothing of the person who runs the tests, and no question to a network that is not there.
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}
