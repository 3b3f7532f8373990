import { resolve } from 'node:path';
import { roles } from '#contracts';
import { hashOfToken, newToken, type TokenEntry } from '../auth/token-file.ts';
import { saveTokens, tokensIn } from '../auth/token-keeper.ts';
import { BadOptions, type Invocation, type OptionValues } from '../settings/read-options.ts';
import { CannotStart } from '../shared/cannot-start.ts';
import { SystemClock } from '../shared/clock.ts';
import { say } from './terminal.ts';

const usage = 'Say: lenslet token add NAME --role labeller --token-file FILE, or token list, or token revoke NAME.';

/** `lenslet token add|list|revoke`: who may come in. A server that runs takes the change over within seconds. */
export function manageTokens({ words, values }: Invocation): void {
  const [, command, ...names] = words;
  if (values['token-file'] === '') throw new BadOptions(['Which file? Name it with --token-file, for the server too.']);
  const file = resolve(values['token-file']);
  const entries = tokensIn(file);
  if (command === 'list' && names.length === 0) list(entries);
  else if (command === 'add' && names.length > 0) add(file, entries, names.join(' '), values);
  else if (command === 'revoke' && names.length > 0) revoke(file, entries, names.join(' '));
  else throw new BadOptions([usage]);
}

function add(file: string, entries: readonly TokenEntry[], name: string, values: OptionValues): void {
  const role = roles.find((each) => each === values.role);
  if (!role) throw new BadOptions([`Which role? Say --role ${roles.join(', --role ')}.`]);
  if (!/^[^\p{Cc}#\s](?:[^\p{Cc}]{0,126}[^\p{Cc}\s])?$/u.test(name)) {
    throw new BadOptions(['A name has at most 128 characters, and none that are not to be seen.']);
  }
  const token = newToken();
  const madeOn = new SystemClock().isoNow().slice(0, 10);
  saveTokens(file, [...entries, { name, role, hash: hashOfToken(token), madeOn }]);
  process.stderr.write(`The token of ${name} (${role}). It is shown this once, and kept nowhere:\n`);
  say(token);
}

function list(entries: readonly TokenEntry[]): void {
  for (const { name, role, madeOn, hash } of entries) say([name, role, madeOn, `${hash.slice(0, 6)}…`].join('\t'));
  if (entries.length === 0) process.stderr.write('There are no tokens: nobody can come in.\n');
}

/** All of that name: a person may have several. */
function revoke(file: string, entries: readonly TokenEntry[], name: string): void {
  const left = entries.filter((entry) => entry.name !== name);
  if (left.length === entries.length) throw new CannotStart(`There is no token of ${name}.`);
  saveTokens(file, left);
  say(`${String(entries.length - left.length)} revoked. A server that runs closes the door within seconds.`);
}
