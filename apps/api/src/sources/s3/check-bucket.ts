import { CannotStart } from '../../shared/cannot-start.ts';
import { nameOfLocation, type S3Location } from '../source-location.ts';
import { listKeys } from './list-keys.ts';
import { s3Door } from './s3-client.ts';
import { s3Code } from './s3-failure.ts';
import { whyRefused } from './why-refused.ts';

/** Throws what somebody has to do something about; answers with what may mend itself. */
export async function checkBucket(location: S3Location): Promise<string | undefined> {
  const wish = { Prefix: location.prefix, MaxKeys: 1 };
  try {
    const { client } = await s3Door(location, { silenceMs: 5000 });
    for await (const { objects } of listKeys(client, location, wish)) if (objects.length > 0) return undefined;
    return `There is nothing in ${nameOfLocation(location)} yet.`;
  } catch (error) {
    const sentence = whyRefused(error, location);
    if (sentence !== undefined) throw new CannotStart(sentence);
    const { endpoint } = location;
    const where = endpoint === null ? 'The store' : `The store at ${endpoint}`;
    return `${where} does not answer (${s3Code(error) || 'no reason given'}): what is known is shown, and it is asked again until it does.`;
  }
}
