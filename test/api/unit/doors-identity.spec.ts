import { randomBytes } from 'node:crypto';
import { chmodSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Doorman, type Caller } from '../../../apps/api/src/auth/doorman.ts';
import { FailedAttempts } from '../../../apps/api/src/auth/failed-attempts.ts';
import { safeNext } from '../../../apps/api/src/auth/login-page.ts';
import { TrustedAddresses } from '../../../apps/api/src/auth/proxy-identity.ts';
import { SessionCookies, sessionMs } from '../../../apps/api/src/auth/session-cookie.ts';
import { sessionSecret } from '../../../apps/api/src/auth/session-secret.ts';
import { TokenBook } from '../../../apps/api/src/auth/token-book.ts';
import { hashOfToken, newToken, type TokenEntry } from '../../../apps/api/src/auth/token-file.ts';
import { WriteAllowances } from '../../../apps/api/src/auth/write-allowance.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const token = newToken();
const ada: TokenEntry = { name: 'Ada Lovelace', role: 'labeller', hash: hashOfToken(token), madeOn: '2026-01-23' };
const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

describe('SC2: a cookie', () => {
  const secret = randomBytes(32);
  const cookies = new SessionCookies(secret, 7070, '/data/.lenslet');

  it('is good for thirty days, and for the gallery it was made for', () => {
    const value = cookies.make(ada.hash, 1000);
    expect(cookies.read(value, 1000 + sessionMs - 1)).toBe(ada.hash);
    expect(cookies.read(value, 1000 + sessionMs)).toBeUndefined();
    for (const other of [
      new SessionCookies(secret, 7071, '/data/.lenslet'),
      new SessionCookies(secret, 7070, '/other/.lenslet'),
      new SessionCookies(randomBytes(32), 7070, '/data/.lenslet'),
    ]) {
      expect(other.read(value, 1000)).toBeUndefined();
    }
  });

  it.each(['', 'a', '..', `${ada.hash}.1.${'A'.repeat(43)}`, `${ada.hash}.9999999999999.`])('is not %s', (value) => {
    expect(cookies.read(value, 0)).toBeUndefined();
  });

  it('is signed with what lies in the workspace, so that a restart signs nobody out', () => {
    const workspace = tempFolder('workspace');
    expect(sessionSecret(workspace)).toEqual(sessionSecret(workspace));
    expect(statSync(join(workspace, 'session.key')).mode & 0o777).toBe(0o600);
    expect(sessionSecret(null)).not.toEqual(sessionSecret(null));
    writeFileSync(join(workspace, 'session.key'), 'damaged');
    chmodSync(join(workspace, 'session.key'), 0o644);
    expect(sessionSecret(workspace)).toHaveLength(32);
    expect(statSync(join(workspace, 'session.key')).mode & 0o777).toBe(0o600);
  });
});

describe('SC3: trusted addresses', () => {
  const trusted = new TrustedAddresses(['10.0.0.0/8', '192.168.1.7', 'fd00::/8']);

  it.each([
    ['10.255.0.1', true],
    ['::ffff:10.1.2.3', true],
    ['11.0.0.1', false],
    ['192.168.1.7', true],
    ['192.168.1.8', false],
    ['fd12::1', true],
    ['fe80::1', false],
    ['', false],
    [undefined, false],
  ])('%s: %s', (address, isTrusted) => {
    expect(trusted.has(address)).toBe(isTrusted);
  });
});

describe('the doorman', () => {
  const clock = new FakeClock();
  const cookies = new SessionCookies(randomBytes(32), 7070, '/');
  const book = new TokenBook([ada]);
  const doorman = new Doorman({ tokens: book, cookies, proxy: null }, new FailedAttempts(clock, quiet), clock);
  const caller = (headers: Caller['headers']): Caller => ({ address: '10.0.0.1', headers, timesSent: () => 1 });

  it('knows people by token and by cookie, until the token is gone or says something else', () => {
    const cookie = `${cookies.name}=${cookies.make(ada.hash, clock.wall())}`;
    const known = doorman.identify(caller({ cookie }));
    expect(known).toMatchObject({ name: 'Ada Lovelace', role: 'labeller', isAuthenticated: true });
    expect(doorman.identify(caller({ authorization: `Bearer ${token}` }))).toEqual(known);
    expect(doorman.isStillGood(known)).toBe(true);
    book.replace([{ ...ada, role: 'viewer' }]);
    expect(doorman.isStillGood(known)).toBe(false);
    book.replace([]);
    expect(doorman.identify(caller({ cookie })).role).toBe('public');
    book.replace([ada]);
  });

  it('H12: takes the good one of several cookies of one name, wherever it stands', () => {
    const good = `${cookies.name}=${cookies.make(ada.hash, clock.wall())}`;
    for (const cookie of [`${cookies.name}=x; ${good}`, `${good}; ${cookies.name}=x`, `${cookies.name}=;${good}`]) {
      expect(doorman.identify(caller({ cookie })).name).toBe('Ada Lovelace');
    }
  });

  const proxy = { header: 'x-user', from: new TrustedAddresses(['10.0.0.1']), role: 'viewer' } as const;
  const bytes = (name: string): string => Buffer.from(name).toString('latin1');

  it('SC3: where no tokens are taken, a bearer token is between a proxy and others', () => {
    const proxyOnly = new Doorman({ tokens: null, cookies, proxy }, new FailedAttempts(clock, quiet), clock);
    const headers = { authorization: 'Bearer of.another.kind', 'x-user': 'ada' };
    expect(proxyOnly.identify(caller(headers))).toMatchObject({ name: 'ada', role: 'viewer' });
    expect(proxyOnly.credentialIn(headers)).toBeUndefined();
    expect(doorman.credentialIn(headers)).toBe('token');
    expect(doorman.credentialIn({ cookie: `a=b; ${cookies.name}=x` })).toBe('cookie');
    expect(proxyOnly.credentialIn({ cookie: `${cookies.name}=x` })).toBeUndefined();
  });

  it.each([
    ['Ådå', 'Ådå'],
    ['A\u030adå', 'Ådå'],
    ['  ', undefined],
    ['a'.repeat(129), undefined],
    ['\u202enimda', undefined],
    ['a\u2028b', undefined],
  ])('SC3: a proxy that says %j means %j', (sent, name) => {
    const both = new Doorman({ tokens: book, cookies, proxy }, new FailedAttempts(clock, quiet), clock);
    expect(both.identify(caller({ 'x-user': bytes(sent) })).name).toBe(name ?? '');
  });

  it('SC3: counts headers from where they may not come, also beside a token', () => {
    const both = new Doorman({ tokens: book, cookies, proxy }, new FailedAttempts(clock, quiet), clock);
    const headers = { 'x-user': 'ada', authorization: `Bearer ${token}` };
    expect(both.identify({ ...caller(headers), address: '10.0.0.2' }).name).toBe('Ada Lovelace');
    both.identify({ ...caller({ 'x-user': 'ada' }), address: '::ffff:10.0.0.2' });
    both.identify({ ...caller({ 'x-user': 'ada' }), address: '::ffff:10.0.0.1' });
    expect(both.ignoredHeaders).toBe(2);
  });

  it('H11: counts wrong tokens by address, for a minute', () => {
    const warnings: object[] = [];
    const attempts = new FailedAttempts(clock, { ...quiet, warn: (fields) => warnings.push(fields) });
    for (let turn = 0; turn < 10; turn += 1) expect(attempts.note('a', `guess ${turn}`)).toBe(0);
    expect(attempts.note('a', 'guess 10')).toBe(60);
    clock.advance(500);
    expect([attempts.note('a', 'guess 11'), attempts.note('b', 'guess 11')]).toEqual([60, 0]);
    expect(warnings).toEqual([{ address: 'a' }]);
    clock.advance(60_000);
    expect(attempts.note('a', 'guess 12')).toBe(0);
  });

  it('H11: one token that was revoked counts once, however often it is sent', () => {
    const attempts = new FailedAttempts(clock, quiet);
    const revoked = Array.from({ length: 50 }, () => attempts.note('a', 'revoked'));
    expect(new Set(revoked)).toEqual(new Set([0]));
    const guesses = Array.from({ length: 12 }, (_, at) => attempts.note('a', `guess ${at}`) > 0);
    expect(guesses).toEqual([...Array<boolean>(9).fill(false), true, true, true]);
    expect(attempts.note('a', 'revoked')).toBe(0);
  });

  it('H11: remembers so many addresses, those that tried last', () => {
    const attempts = new FailedAttempts(clock, quiet);
    const times = (count: number, address: string): number[] =>
      Array.from({ length: count }, (_, at) => attempts.note(address, `guess ${at}`));
    attempts.note('early', '');
    for (let at = 0; at < 9998; at += 1) attempts.note(`address ${at}`, '');
    clock.advance(60_000);
    times(11, 'early');
    attempts.note('one more', '');
    attempts.note('and one', '');
    expect(attempts.note('early', 'another')).toBeGreaterThan(0);
  });
});

it('SC9: what a person may write comes back with time', () => {
  const clock = new FakeClock();
  const allowances = new WriteAllowances(clock);
  const takeAll = (name: string): number => {
    let taken = 0;
    while (allowances.take(name)) taken += 1;
    return taken;
  };
  expect([takeAll('ada'), takeAll('bob')]).toEqual([400, 400]);
  clock.advance(500);
  expect(takeAll('ada')).toBe(100);
});

it.each([
  [undefined, '/team/'],
  ['/team/?path=%2Fa', '/team/?path=%2Fa'],
  ['/elsewhere', '/team/'],
  ['//evil.example', '/team/'],
  ['/\\evil.example', '/team/'],
  ['/team/ x', '/team/'],
])('H18: after signing in, %s leads to %s', (next, place) => {
  expect(safeNext(next, '/team/')).toBe(place);
});
