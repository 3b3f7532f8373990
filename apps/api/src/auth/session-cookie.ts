import { Buffer } from 'node:buffer';
import { createHmac, hash, timingSafeEqual } from 'node:crypto';

const lifetimeDays = 30;
export const sessionMs = lifetimeDays * 86_400_000;

/**
 * What a browser keeps instead of the token: whose it is and until when, signed. It is worth nothing to another gallery,
 * after its day, or once the token is revoked; and the token cannot be had from it.
 */
export class SessionCookies {
  /** Cookies do not tell ports apart: two galleries on one machine must not overwrite each other's. */
  readonly name: string;
  /** Set by a page that came over https. A browser lets no page without https set it or overwrite it. */
  readonly secureName: string;

  constructor(
    private readonly secret: Buffer,
    /** Where it lies is as good as a name for a gallery. */
    port: number,
    workspace: string,
  ) {
    this.name = `lenslet_${String(port)}_${hash('sha256', workspace, 'base64url').slice(0, 8).replaceAll('-', '_')}`;
    this.secureName = `__Secure-${this.name}`;
  }

  make(tokenHash: string, now: number): string {
    const content = `${tokenHash}.${String(now + sessionMs)}`;
    return `${content}.${this.sign(content)}`;
  }

  /** The hash of the token that it was made for; undefined when it was not made here, or is too old. */
  read(value: string, now: number): string | undefined {
    const [, content = '', tokenHash, until, signature = ''] =
      /^(([\w-]{43})\.(\d{1,15}))\.([\w-]{43})$/.exec(value) ?? [];
    const expected = Buffer.from(this.sign(content));
    const given = Buffer.from(signature);
    const isOurs = given.length === expected.length && timingSafeEqual(given, expected);
    return isOurs && now < Number(until) ? tokenHash : undefined;
  }

  private sign(content: string): string {
    return createHmac('sha256', this.secret).update(`${this.name}.${content}`).digest('base64url');
  }
}
