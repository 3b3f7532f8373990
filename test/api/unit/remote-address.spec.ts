import { isPublicAddress } from '../../../apps/api/src/sources/remote/public-address.ts';
import { readRemoteAddress, redirectTarget } from '../../../apps/api/src/sources/remote/remote-address.ts';
import { RemoteDoor } from '../../../apps/api/src/sources/remote/remote-door.ts';

const read = (text: string): URL => {
  const address = readRemoteAddress(text);
  if ('refused' in address) throw new Error(address.refused);
  return address;
};

/** What the names of these tests lead to; nobody is asked. */
const named: Readonly<Record<string, readonly string[]>> = {
  'images.example': ['93.184.216.34'],
  'both.example': ['93.184.216.34', '10.0.0.7'],
  localhost: ['127.0.0.1', '::1'],
  'localhost.': ['127.0.0.1'],
  'metadata.google.internal': ['169.254.169.254'],
  'nowhere.example': [],
};
const resolve = (host: string): Promise<readonly string[]> => Promise.resolve(named[host] ?? []);

describe('SC10: addresses of other people’s servers', () => {
  it.each([
    ...['0.0.0.0', '10.1.2.3', '100.64.0.1', '100.127.255.255', '127.0.0.1', '127.9.9.9', '169.254.169.254'],
    ...['172.16.0.1', '172.31.255.255', '192.0.0.1', '192.0.2.1', '192.168.0.1', '198.18.0.1', '198.51.100.1'],
    ...['203.0.113.9', '224.0.0.1', '255.255.255.255', '::', '::1', '::ffff:127.0.0.1', '::ffff:8.8.8.8'],
    ...['64:ff9b::7f00:1', '64:ff9b:1::1', '2001::1', '2001:db8::1', '2002:7f00:1::', '3fff::1', 'fc00::1'],
    ...['fd00::8', 'fe80::1', 'fe80::1%eth0', 'fec0::1', 'ff02::1', '4000::1', '127.1', '0x7f000001', ''],
  ])('I1: %s is not public', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  it.each(['8.8.8.8', '93.184.216.34', '100.128.0.1', '172.32.0.1', '2606:4700::1111', '2a00:1450:4001::1'])(
    '%s is public',
    (address) => {
      expect(isPublicAddress(address)).toBe(true);
    },
  );

  it.each([
    ...[
      'ftp://images.example/a.jpg',
      'file:///etc/passwd',
      'data:image/png;base64,AA',
      'javascript:1',
      'images.example',
    ],
    ...['http://user@images.example/', 'http://u:p@images.example/', 'http://images.example#@10.0.0.1/', 'http://'],
    ...['http://images.example\\@10.0.0.1/', 'http://images.example/a b', 'http://images.example/\n', ' http://a.b/'],
    ...[`http://images.example/${'a'.repeat(2048)}`, 'http://[::1', 'http://1.2.3.4.5.6:99999/'],
  ])('I1: %j is not read', (text) => {
    expect(readRemoteAddress(text)).toHaveProperty('refused');
  });

  it.each([
    ...['http://127.0.0.1/', 'http://localhost/', 'http://localhost./', 'http://[::1]/', 'http://0.0.0.0/'],
    ...['http://169.254.169.254/latest', 'http://metadata.google.internal/', 'http://[::ffff:127.0.0.1]/'],
    // In other digits, and with the dots of other scripts.
    ...['http://2130706433/', 'http://0x7f.1/', 'http://0177.0.0.1/', 'http://127。0。0。1/', 'http://１２７.0.0.1/'],
    ...['http://[64:ff9b::7f00:1]/', 'http://[2002:7f00:1::]/', 'http://[fd00::8]/', 'http://nowhere.example/'],
  ])('I1: nobody is asked at %s', async (text) => {
    expect(await new RemoteDoor([], resolve).find(read(text))).toBeUndefined();
  });

  it('I2: a name that leads to a private address as well is not asked', async () => {
    const door = new RemoteDoor([], resolve);
    expect(await door.find(read('https://images.example/a.jpg'))).toEqual({ address: '93.184.216.34', family: 4 });
    expect(await door.find(read('https://both.example/a.jpg'))).toBeUndefined();
  });

  it('asks in its own network whom the operator has named, by name or by address', async () => {
    expect(await new RemoteDoor(['Both.Example'], resolve).find(read('http://both.example/'))).toBeDefined();
    expect(await new RemoteDoor(['10.0.0.7'], resolve).find(read('http://both.example/'))).toBeDefined();
    expect(await new RemoteDoor(['10.0.0.7'], resolve).find(read('http://10.0.0.8/'))).toBeUndefined();
    expect(await new RemoteDoor(['::1'], resolve).find(read('http://[::1]:8080/'))).toEqual({
      address: '::1',
      family: 6,
    });
  });

  const ledTo = (from: URL, location: string): string => {
    const to = redirectTarget(from, location);
    return 'refused' in to ? to.refused : to.href;
  };

  it('I3: is led on to addresses of the same kind only, and never from https to http', () => {
    const from = read('https://images.example/a/b.jpg');
    expect(ledTo(from, '../c.jpg')).toBe('https://images.example/c.jpg');
    expect(ledTo(from, 'https://other.example/#top')).toBe('https://other.example/');
    const wrong = [
      'http://images.example/c.jpg',
      'file:///etc/passwd',
      'ftp://a.example/',
      'https://u@a.example/',
      '//',
    ];
    for (const location of [...wrong, undefined]) expect(redirectTarget(from, location)).toHaveProperty('refused');
    expect(ledTo(read('http://images.example/'), 'https://a.example/')).toBe('https://a.example/');
  });
});
