import { BlockList, isIP } from 'node:net';

/** Addresses from which a header may say who somebody is: single ones, or ranges such as 10.0.0.0/8. */
export class TrustedAddresses {
  readonly #list = new BlockList();

  /** They were checked when the options were read. */
  constructor(ranges: readonly string[]) {
    for (const range of ranges) {
      const [address = '', bits] = range.split('/');
      const family = familyOf(address) ?? 'ipv4';
      this.#list.addSubnet(address, Number(bits ?? (family === 'ipv4' ? 32 : 128)), family);
    }
  }

  has(address: string | undefined): boolean {
    // A socket for both families shows IPv4 inside of IPv6.
    const plain = address?.replace(/^::ffff:(?=\d+\.)/i, '') ?? '';
    const family = familyOf(plain);
    return family !== undefined && this.#list.check(plain, family);
  }
}

function familyOf(address: string): 'ipv4' | 'ipv6' | undefined {
  const family = isIP(address);
  return family === 4 ? 'ipv4' : family === 6 ? 'ipv6' : undefined;
}
