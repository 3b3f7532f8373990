import { isIP } from 'node:net';
import type { OptionValues } from './read-options.ts';

/** What cannot be meant, of the options for a proxy that knows people. */
export function proxyContradictions(values: OptionValues): string[] {
  const [header, from] = [values['auth-proxy-header'], values['auth-proxy-from']];
  if (header !== '' && from.length === 0) {
    return ['--auth-proxy-header believes a header: say from where with --auth-proxy-from, or anyone could send it.'];
  }
  if (header === '' && from.length > 0)
    return ['--auth-proxy-from names a proxy: which header does it send? --auth-proxy-header.'];
  if (reservedHeaders.has(header.toLowerCase()))
    return [`--auth-proxy-header ${header}: this header has another meaning.`];
  return from
    .filter((range) => !isAddressRange(range))
    .map(
      (range) => `--auth-proxy-from must be addresses or ranges such as 10.0.0.0/8; one is ${JSON.stringify(range)}.`,
    );
}

/** Every browser sends these, or programs do: they say nothing of a proxy. */
const reservedHeaders = new Set([
  'authorization',
  'cookie',
  'host',
  'origin',
  'x-updated-by',
  'x-client-id',
  'user-agent',
]);

function isAddressRange(range: string): boolean {
  const [address = '', bits, ...rest] = range.split('/');
  const most = isIP(address) === 4 ? 32 : isIP(address) === 6 ? 128 : -1;
  return rest.length === 0 && most > 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most));
}
