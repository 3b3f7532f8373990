import { resolve } from 'node:path';
import { roles } from '#contracts';
import { hashOfToken, newToken, type TokenEntry } from '../auth/token-file.ts';
import { changeTokens } from '../auth/change-tokens.ts';
import { tokensIn } from '../auth/token-keeper.ts';
import { BadOptions, type Invocation, type OptionValues } from '../settings/read-options.ts';
import { CannotStart } from '../shared/cannot-start.ts';
import { SystemClock } from '../shared/clock.ts';
import { personName } from '../shared/person-name.ts';
import { expandHome } from '../settings/settings.ts';
import { say } from './terminal.ts';

const usage =
  'Say: lenslet token add NAME --role labeller --token-file FILE, or token list, or token revoke NAME or NAME/FINGERPRINT.';

/** `lenslet token add|list|revoke`: who may come in. A server that runs takes the change over within seconds. */
export function manageTokens({ words, values }: Invocation): void {
  const [, command, ...names] = words;
  if (values['token-file'] === '') throw new BadOptions(['Which file? Name it with --token-file, for the server too.']);
  const file = resolve(expandHome(values['token-file']));
  if (command === 'list' && names.length === 0) list(tokensIn(file));
  else if (command === 'add' && names.length > 0) add(file, names.join(' '), values);
  else if (command === 'revoke' && names.length > 0) revoke(file, names.join(' '));
  else throw new BadOptions([usage]);
}

function add(file: string, given: string, values: OptionValues): void {
  const role = roles.find((each) => each === values.role);
  if (!role) throw new BadOptions([`Which role? Say --role ${roles.join(', --role ')}.`]);
  const name = personName(given);
  // Lines that begin like this are comments.
  if (name === undefined || name.startsWith('#')) {
    throw new BadOptions([
      'A name has at most 128 characters, no # at its beginning, and none that are not to be seen.',
    ]);
  }
  const token = newToken();
  const madeOn = new SystemClock().isoNow().slice(0, 10);
  let others: readonly TokenEntry[] = [];
  changeTokens(file, (entries) => {
    others = entries.filter((entry) => entry.name === name);
    return [...entries, { name, role, hash: hashOfToken(token), madeOn }];
  });
  process.stderr.write(`The token of ${name} (${role}). It is shown this once, and kept nowhere:\n`);
  say(token);
  if (others.length === 0) return;
  process.stderr.write(`${name} had a token before, which stays good. When nobody uses it any more:\n`);
  for (const other of others)
    process.stderr.write(`  lenslet token revoke ${quoted(withFingerprint(other))} --token-file ${quoted(file)}\n`);
}

function list(entries: readonly TokenEntry[]): void {
  for (const { name, role, madeOn, hash } of entries) say([name, role, madeOn, fingerprintOf(hash)].join('\t'));
  if (entries.length === 0) process.stderr.write('There are no tokens: nobody can come in.\n');
}

/** Enough of the hash to tell the tokens of one person apart; worth nothing to anyone. */
function fingerprintOf(hash: string): string {
  return hash.slice(0, 8);
}

function withFingerprint({ name, hash }: TokenEntry): string {
  return `${name}/${fingerprintOf(hash)}`;
}

function quoted(word: string): string {
  return /^[\w/@.-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

/** All of that name, since a person may have several; or the one with that fingerprint. */
function revoke(file: string, given: string): void {
  const name = personName(given) ?? given;
  let revoked = 0;
  changeTokens(file, (entries) => {
    const isNamed = entries.some((entry) => entry.name === name || entry.name === given);
    const isMeant = (entry: TokenEntry): boolean =>
      isNamed ? entry.name === name || entry.name === given : withFingerprint(entry) === name;
    const left = entries.filter((entry) => !isMeant(entry));
    revoked = entries.length - left.length;
    if (revoked === 0) throw new CannotStart(`There is no token of ${name}.`);
    return left;
  });
  say(`${String(revoked)} revoked. A server that runs closes the door within seconds.`);
}
