import type { IncomingHttpHeaders } from 'node:http';
import type { Role } from '#contracts';
import type { Clock } from '../shared/clock.ts';
import { personName, textInHeader } from '../shared/person-name.ts';
import { Problem } from '../shared/problem.ts';
import type { FailedAttempts } from './failed-attempts.ts';
import { localUser, stranger, type Principal } from './principal.ts';
import type { TrustedAddresses } from './proxy-identity.ts';
import type { SessionCookies } from './session-cookie.ts';
import type { TokenBook } from './token-book.ts';
import type { TokenEntry } from './token-file.ts';

/** A proxy in front that has asked people who they are. */
export interface ProxyDoor {
  /** The name of the header, in small letters. */
  readonly header: string;
  readonly from: TrustedAddresses;
  readonly role: Role;
}

/** How people are known here. Without any of it, whoever reaches the server is its local user. */
export interface Doors {
  readonly tokens: TokenBook | null;
  readonly cookies: SessionCookies;
  readonly proxy: ProxyDoor | null;
}

/** What a request says of who sent it. */
export interface Caller {
  /** Of the socket: what headers say of it anyone can write. */
  readonly address: string;
  readonly headers: IncomingHttpHeaders;
  /** How often a header was sent. */
  readonly timesSent: (header: string) => number;
}

const tooMany =
  'This token is not good here, and too many different wrong ones came from your address, or from others behind the same ' +
  'proxy, within a minute. A right one is still taken.';

/** Finds out who is asking. It decides nothing about what they may do. */
export class Doorman {
  #ignoredHeaders = 0;

  constructor(
    private readonly doors: Doors,
    private readonly attempts: FailedAttempts,
    private readonly clock: Clock,
  ) {}

  get isOpen(): boolean {
    return this.doors.tokens === null && this.doors.proxy === null;
  }

  /** Requests that named a person from an address that may not. */
  get ignoredHeaders(): number {
    return this.#ignoredHeaders;
  }

  /** What a request would be known by, whatever it is worth. */
  credentialIn(headers: IncomingHttpHeaders): 'token' | 'cookie' | undefined {
    if (this.tokenIn(headers) !== undefined) return 'token';
    return this.doors.tokens && this.cookiesIn(headers).length > 0 ? 'cookie' : undefined;
  }

  /** A wrong token is a refusal, not a stranger: whoever sends one wants to know. */
  identify(caller: Caller): Principal {
    if (this.isOpen) return localUser;
    // Before all else: a header from where it may not come is counted, whatever comes with it.
    const proxied = this.byProxy(caller);
    const token = this.tokenIn(caller.headers);
    if (token !== undefined) return principalOf(this.admit(token, caller.address));
    return this.byCookie(caller.headers) ?? proxied ?? stranger;
  }

  /** The owner of a token; a Problem when it is nobody's. */
  admit(token: string, address: string): TokenEntry {
    const owner = this.doors.tokens?.ownerOf(token);
    if (owner) return owner;
    const wait = this.attempts.note(address, token);
    if (wait > 0) throw new Problem('too_many_attempts', tooMany, { retryAfter: wait });
    throw new Problem('unauthenticated', 'This token is not, or no longer, good here.');
  }

  /** Whether what let somebody in still would: tokens are revoked, and roles change. */
  isStillGood({ name, role, tokenHash }: Principal): boolean {
    if (tokenHash === undefined) return true;
    const entry = this.doors.tokens?.byHash(tokenHash);
    return entry?.name === name && entry.role === role;
  }

  /**
   * The token that a program sends. Where no tokens are taken there is none: then a proxy in front may have put it there
   * (some do so with every request), also to what another page has a browser send. The same goes for other schemes.
   */
  private tokenIn({ authorization }: IncomingHttpHeaders): string | undefined {
    return this.doors.tokens === null ? undefined : /^Bearer +(\S.*)$/i.exec(authorization ?? '')?.[1];
  }

  /** There may be several of our name: others than us can set one for a part of the addresses, or for all of a domain. */
  private cookiesIn({ cookie }: IncomingHttpHeaders): string[] {
    const { name, secureName } = this.doors.cookies;
    const pairs = (cookie ?? '').split(/; */);
    // What only https could set counts first.
    return [`${secureName}=`, `${name}=`].flatMap((prefix) =>
      pairs.filter((pair) => pair.startsWith(prefix)).map((pair) => pair.slice(prefix.length)),
    );
  }

  private byCookie(headers: IncomingHttpHeaders): Principal | undefined {
    const { cookies, tokens } = this.doors;
    for (const value of this.cookiesIn(headers)) {
      const hash = cookies.read(value, this.clock.wall());
      const entry = hash === undefined ? undefined : tokens?.byHash(hash);
      if (entry) return principalOf(entry);
    }
    return undefined;
  }

  private byProxy({ address, headers, timesSent }: Caller): Principal | undefined {
    const { proxy } = this.doors;
    const sent = proxy && headers[proxy.header];
    if (!proxy || sent === undefined || sent === '') return undefined;
    if (!proxy.from.has(address)) {
      this.#ignoredHeaders += 1;
      return undefined;
    }
    // Sent twice, it is not clear who wrote which.
    if (timesSent(proxy.header) !== 1) return undefined;
    const name = personName(textInHeader(String(sent)));
    return name === undefined ? undefined : { name, role: proxy.role, isAuthenticated: true };
  }
}

function principalOf({ name, role, hash }: TokenEntry): Principal {
  return { name, role, isAuthenticated: true, tokenHash: hash };
}
