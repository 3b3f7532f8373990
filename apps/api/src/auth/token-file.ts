import { Buffer } from 'node:buffer';
import { hash, randomBytes } from 'node:crypto';
import { roles, type Role } from '#contracts';

/** One line of the token file: who may come in, as what. The token itself is nowhere; this is its hash. */
export interface TokenEntry {
  readonly name: string;
  readonly role: Role;
  /** SHA-256, as base64url. A token is 32 random bytes: there is nothing that a slower hash would protect. */
  readonly hash: string;
  /** The day it was made, as people write it; for people. */
  readonly madeOn: string;
}

/** It can be read, but what it says cannot be understood. */
export class TokenFileError extends Error {}

const header =
  '# Who may use this gallery: name, role, hash of the token, day. Made by `lenslet token add`.\n' +
  '# A line that is removed closes the door within seconds, also for who is inside.\n';
const line = new RegExp(String.raw`^(\S(?:.*\S)?)\s+(${roles.join('|')})\s+sha256:([\w-]{43})(?:\s+(\S+))?$`);

/** Everything or nothing: a line that is not understood may be the one that takes a right away. */
export function parseTokenFile(text: string): TokenEntry[] {
  const entries: TokenEntry[] = [];
  const hashes = new Set<string>();
  for (const [at, raw] of text.split(/\r?\n/).entries()) {
    const content = raw.trim();
    if (content === '' || content.startsWith('#')) continue;
    const [, name = '', role, hashed = '', madeOn = ''] = line.exec(content) ?? [];
    const known = roles.find((each) => each === role);
    if (!known) throw new TokenFileError(`Line ${String(at + 1)} is not a name, a role and the hash of a token.`);
    // One token cannot be two people, or have two roles: it would depend on who asks which of them counts.
    if (hashes.has(hashed)) throw new TokenFileError(`Line ${String(at + 1)} has a token that stands above already.`);
    hashes.add(hashed);
    entries.push({ name, role: known, hash: hashed, madeOn });
  }
  return entries;
}

export function writeTokenFile(entries: readonly TokenEntry[]): string {
  const lines = entries.map(
    ({ name, role, hash: hashed, madeOn }) => `${name}\t${role}\tsha256:${hashed}\t${madeOn}\n`,
  );
  return header + lines.join('');
}

/** A new token. Whoever has it is let in; it is told once. */
export function newToken(): string {
  return `lenslet_${randomBytes(32).toString('base64url')}`;
}

export function hashOfToken(token: string): string {
  return hash('sha256', Buffer.from(token), 'base64url');
}
