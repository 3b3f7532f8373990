import { hostName, isKnownHost } from '../../../apps/api/src/http/known-host.ts';
import { isFromElsewhere } from '../../../apps/api/src/http/same-origin.ts';
import type { ListenSettings } from '../../../apps/api/src/settings/settings.ts';

const loopback: ListenSettings = {
  host: '127.0.0.1',
  port: 7070,
  maySlide: true,
  basePath: '/',
  allowedHosts: ['gallery.example'],
  listedOrigins: [],
  isOpen: false,
};
const open: ListenSettings = { ...loopback, host: '0.0.0.0', isOpen: true };

describe('H1: the names of this server', () => {
  it.each([
    'localhost',
    'localhost:7070',
    'LOCALHOST:1',
    '127.0.0.1:9',
    '[::1]:7070',
    'gallery.example',
    'gallery.example:443',
  ])('knows %s', (host) => {
    expect(isKnownHost(host, loopback)).toBe(true);
  });

  it.each([
    undefined,
    '',
    'evil.com',
    '127.0.0.1.evil.com',
    'localhost.evil.com',
    'localhost.',
    '[::1]%25',
    '[::1%25lo]',
    '0x7f000001',
    '2130706433',
    '0177.0.0.1',
    '127.1',
    'localhost:7070:7070',
    'user@localhost',
    'localhost/',
    'localhost, localhost',
    '192.168.0.4:7070',
  ])('does not know %s', (host) => {
    expect(isKnownHost(host, loopback)).toBe(false);
  });

  it('on an open server takes any address, but no unknown name', () => {
    expect(isKnownHost('192.168.0.4:7070', open)).toBe(true);
    expect(isKnownHost('[fe80::1]:7070', open)).toBe(true);
    expect(isKnownHost('rebound.evil.com', open)).toBe(false);
  });

  it('reads names apart from ports and brackets', () => {
    expect([hostName('A.b:1'), hostName('[::1]:2'), hostName('a b')]).toEqual(['a.b', '::1', undefined]);
  });
});

describe('H2, H3: requests from elsewhere', () => {
  const host = 'localhost:7070';
  const from = (method: string, headers: Record<string, string>): boolean =>
    isFromElsewhere(method, { host, ...headers }, loopback);

  it('lets our own page and programs in', () => {
    expect(from('POST', {})).toBe(false);
    expect(from('POST', { origin: 'http://localhost:7070', 'sec-fetch-site': 'same-origin' })).toBe(false);
    expect(from('GET', { 'sec-fetch-site': 'none', 'sec-fetch-mode': 'navigate' })).toBe(false);
  });

  it.each([
    'http://evil.com',
    'null',
    'http://localhost',
    'http://localhost:7071',
    'https://localhost:7070',
    'http://x.localhost:7070',
    'http://localhost:70700',
    'http://localhost:7070.evil.com',
  ])('refuses a write of %s', (origin) => {
    expect(from('POST', { origin })).toBe(true);
  });

  it('refuses a write that a browser says nobody asked for, or that only a cookie stands for', () => {
    expect(from('POST', { 'sec-fetch-site': 'none' })).toBe(true);
    const known = (headers: Record<string, string>): boolean =>
      isFromElsewhere('POST', { host, ...headers }, loopback, true);
    expect(known({})).toBe(true);
    expect(known({ 'sec-fetch-site': 'same-origin' })).toBe(false);
    expect(known({ origin: 'http://localhost:7070' })).toBe(false);
    expect(isFromElsewhere('GET', { host }, loopback, true)).toBe(false);
  });

  it('refuses media in foreign pages, and follows links from them', () => {
    expect(from('GET', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' })).toBe(true);
    expect(from('GET', { 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'cors' })).toBe(true);
    expect(from('GET', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' })).toBe(false);
    expect(from('POST', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' })).toBe(true);
    const led = (kind: string) => ({
      ...{ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': kind },
    });
    expect(['iframe', 'frame', 'object', 'embed'].every((kind) => from('GET', led(kind)))).toBe(true);
    expect(from('GET', led('document'))).toBe(false);
  });

  it('behind a proxy that speaks TLS, takes https for a name that was allowed', () => {
    const headers = { host: 'gallery.example', origin: 'https://gallery.example' };
    expect(isFromElsewhere('POST', headers, loopback)).toBe(false);
    expect(isFromElsewhere('POST', headers, { ...loopback, allowedHosts: [] })).toBe(true);
  });
});
