/** What is wrong with an address, in words that end a sentence about it. */
export interface RefusedAddress {
  readonly refused: string;
}

/** The source of a row is one, and no path of a file. */
export function isRemoteAddress(source: string): boolean {
  return /^https?:/i.test(source);
}

const schemes = ['http:', 'https:'];
const longest = 2048;

/** The address of an image as it stands in a table. What two programs might read in two ways is read by none. */
export function readRemoteAddress(text: string): URL | RefusedAddress {
  if (text.length > longest) return { refused: `is longer than ${String(longest)} characters` };
  // A browser would leave these out, or take a backslash for a slash.
  if (/[\s\p{Cc}\\]/u.test(text)) return { refused: 'has blanks, control characters or a backslash in it' };
  if (!URL.canParse(text)) return { refused: 'is no address' };
  return checked(new URL(text));
}

/** Where an answer sends us. What was asked for in secret is not asked for in the open. */
export function redirectTarget(from: URL, location: string | undefined): URL | RefusedAddress {
  if (location === undefined || !URL.canParse(location, from.href)) return { refused: 'leads to no address' };
  const to = new URL(location, from);
  if (from.protocol === 'https:' && to.protocol === 'http:') return { refused: 'leads from https to http' };
  // A fragment is for whoever shows the page, and may come with a redirect.
  to.hash = '';
  return checked(to);
}

function checked(address: URL): URL | RefusedAddress {
  if (!schemes.includes(address.protocol)) return { refused: 'does not begin with http:// or https://' };
  if (address.username !== '' || address.password !== '') return { refused: 'holds a name or a password' };
  if (address.hash !== '') return { refused: 'has a # in it' };
  return address;
}
