import type { IncomingHttpHeaders } from 'node:http';
import type { Role } from '#contracts';
import type { Clock } from '../shared/clock.ts';
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

  get takesTokens(): boolean {
    return this.doors.tokens !== null;
  }

  /** Requests that named a person from an address that may not. */
  get ignoredHeaders(): number {
    return this.#ignoredHeaders;
  }

  /** A wrong token is a refusal, not a stranger: whoever sends one wants to know. */
  identify(caller: Caller): Principal {
    if (this.isOpen) return localUser;
    const bearer = bearerIn(caller.headers.authorization);
    if (bearer !== undefined) return principalOf(this.admit(bearer, caller.address));
    return this.byCookie(caller.headers.cookie) ?? this.byProxy(caller) ?? stranger;
  }

  /** The owner of a token; a Problem when it is nobody's. */
  admit(token: string, address: string): TokenEntry {
    const owner = this.doors.tokens?.ownerOf(token);
    if (owner) return owner;
    const wait = this.attempts.note(address);
    if (wait > 0)
      throw new Problem('too_many_attempts', 'Too many wrong tokens: try again later.', { retryAfter: wait });
    throw new Problem('unauthenticated', 'This token is not, or no longer, good here.');
  }

  /** Whether what let somebody in still would: tokens are revoked, and roles change. */
  isStillGood({ name, role, tokenHash }: Principal): boolean {
    if (tokenHash === undefined) return true;
    const entry = this.doors.tokens?.byHash(tokenHash);
    return entry?.name === name && entry.role === role;
  }

  private byCookie(header: string | undefined): Principal | undefined {
    const { cookies, tokens } = this.doors;
    const prefix = `${cookies.name}=`;
    const value = header?.split(/; */).find((pair) => pair.startsWith(prefix));
    const hash = value && cookies.read(value.slice(prefix.length), this.clock.wall());
    const entry = hash === undefined ? undefined : tokens?.byHash(hash);
    return entry && principalOf(entry);
  }

  private byProxy({ address, headers, timesSent }: Caller): Principal | undefined {
    const { proxy } = this.doors;
    const name = proxy && headers[proxy.header];
    if (!proxy || name === undefined || name === '') return undefined;
    if (!proxy.from.has(address)) {
      this.#ignoredHeaders += 1;
      return undefined;
    }
    // Sent twice, it is not clear who wrote which.
    if (timesSent(proxy.header) !== 1) return undefined;
    return { name: String(name), role: proxy.role, isAuthenticated: true };
  }
}

/**
 * The token that a program sends. Other schemes are between a browser and a proxy in front, and say nothing to us: a
 * browser adds them by itself, also to what another page has it send.
 */
export function bearerIn(authorization: string | undefined): string | undefined {
  return /^Bearer +(\S.*)$/i.exec(authorization ?? '')?.[1];
}

function principalOf({ name, role, hash }: TokenEntry): Principal {
  return { name, role, isAuthenticated: true, tokenHash: hash };
}
