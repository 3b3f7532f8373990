import { Buffer } from 'node:buffer';
import { timingSafeEqual } from 'node:crypto';
import { hashOfToken, writeTokenFile, type TokenEntry } from './token-file.ts';

/** Who has which token, as the file says now. */
export class TokenBook {
  #entries: readonly (TokenEntry & { readonly bytes: Buffer })[] = [];

  #written = '';

  constructor(entries: readonly TokenEntry[]) {
    this.replace(entries);
  }

  /** Tells whether anything is different now. */
  replace(entries: readonly TokenEntry[]): boolean {
    const before = this.#written;
    this.#written = writeTokenFile(entries);
    this.#entries = entries.map((entry) => ({ ...entry, bytes: Buffer.from(entry.hash) }));
    return this.#written !== before;
  }

  /** Takes as long for a token that nearly fits as for any other: all are compared, and to the end. */
  ownerOf(token: string): TokenEntry | undefined {
    const wanted = Buffer.from(hashOfToken(token));
    let owner: TokenEntry | undefined;
    for (const entry of this.#entries) if (timingSafeEqual(entry.bytes, wanted)) owner = entry;
    return owner;
  }

  /** The token with this hash, if it is still good. */
  byHash(hash: string): TokenEntry | undefined {
    return this.#entries.find((entry) => entry.hash === hash);
  }
}
