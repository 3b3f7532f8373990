import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { isPublicAddress } from './public-address.ts';

/** Where one host is, and nowhere else: what was checked is what is connected to. */
export interface CheckedPlace {
  readonly address: string;
  readonly family: 4 | 6;
}

/** All addresses of a host. */
export type Resolve = (host: string) => Promise<readonly string[]>;

/** Lets us ask hosts of the internet, and those of our own network that the operator named. */
export class RemoteDoor {
  readonly #listed: ReadonlySet<string>;

  constructor(
    listed: readonly string[],
    private readonly resolve: Resolve = resolveByName,
  ) {
    this.#listed = new Set(listed.map((host) => host.toLowerCase()));
  }

  /** Undefined where one of its addresses is private: a name that leads to both is a trap, or a mistake. */
  async find(address: URL): Promise<CheckedPlace | undefined> {
    // As the address has it: lower case, and IPv6 in brackets.
    const host = address.hostname.replace(/^\[|\]$/g, '');
    const found = isIP(host) === 0 ? await this.resolve(host) : [host];
    const isListed = this.#listed.has(host);
    const [first] = found;
    if (first === undefined || !found.every((each) => isListed || this.#listed.has(each) || isPublicAddress(each)))
      return undefined;
    return { address: first, family: isIP(first) === 6 ? 6 : 4 };
  }
}

async function resolveByName(host: string): Promise<string[]> {
  const found = await lookup(host, { all: true });
  return found.map(({ address }) => address);
}
