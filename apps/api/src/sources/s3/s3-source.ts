import type { Clock } from '../../shared/clock.ts';
import { isHidden, nameOf } from '../../shared/gallery-path.ts';
import type { ImageSource, OpenedImage } from '../image-source.ts';
import type { RemoteImage, S3Location, SourcePlace } from '../source-location.ts';
import { openObject } from './opened-object.ts';
import { s3Door, type S3Door } from './s3-client.ts';
import { s3Failure, s3Problem } from './s3-failure.ts';
import { S3Object } from './s3-object.ts';
import { objectKey } from './s3-keys.ts';

/** A child may come to it late, when many images wait. */
const childSeconds = 900;

/** Objects of a bucket. Children get an address of one object, and neither credentials nor the library. */
export class S3Source implements ImageSource<S3Location> {
  constructor(private readonly clock: Clock) {}

  async open(place: SourcePlace<S3Location>): Promise<OpenedImage> {
    return this.ask(place, ({ client, presigner }, key) => {
      const object = new S3Object(client, place.location, key, this.clock);
      return openObject(object, place.location.isRedirecting ? presigner : undefined);
    });
  }

  handOut(place: SourcePlace<S3Location>): Promise<RemoteImage> {
    return this.ask(place, async ({ presigner }, key) => {
      return { url: await presigner.sign(key, childSeconds), path: place.path };
    });
  }

  /** Nobody tells of changes in a bucket. */
  watch(): undefined {
    return undefined;
  }

  private async ask<Answer>(
    { location, path }: SourcePlace<S3Location>,
    work: (door: S3Door, key: string) => Promise<Answer>,
  ): Promise<Answer> {
    const key = isHidden(path) || nameOf(path) === '' ? undefined : objectKey(location, path);
    if (key === undefined) throw s3Problem('absent', path);
    try {
      // Whoever reads what is sent may be slow, and the connection silent meanwhile: that is measured where it is read.
      return await work(await s3Door(location, { silenceMs: 0 }), key);
    } catch (error) {
      throw s3Problem(s3Failure(error), path);
    }
  }
}
