import { mkdirSync, readdirSync, realpathSync, writeFileSync } from 'node:fs';
import { options } from '../../../apps/api/src/settings/options.ts';
import { helpText } from '../../../apps/api/src/settings/help.ts';
import { BadOptions, readOptions, variableOf } from '../../../apps/api/src/settings/read-options.ts';
import { isLoopback, makeSettings } from '../../../apps/api/src/settings/settings.ts';
import { tempFolder } from '../../support/temp-folder.ts';

function complaintsOf(work: () => unknown): readonly string[] {
  try {
    work();
  } catch (error) {
    if (error instanceof BadOptions) return error.complaints;
    throw error;
  }
  return [];
}

const settingsOf = (folder: string, ...args: string[]) =>
  makeSettings(folder, readOptions(args, {}).values, '1.0.0', false);

describe('options', () => {
  it('take the command line before the environment, and that before the default', () => {
    expect(readOptions([], { LENSLET_PORT: '81' }).values.port).toBe(81);
    expect(readOptions(['--port', '82'], { LENSLET_PORT: '81' }).values.port).toBe(82);
    expect(readOptions(['--port=83', 'folder'], {})).toMatchObject({ words: ['folder'], values: { port: 83 } });
    expect(readOptions([], { LENSLET_NO_WRITE: '1' }).values['no-write']).toBe(true);
    expect(readOptions(['--allow-host', 'a', '--allow-host', 'b'], {}).values['allow-host']).toEqual(['a', 'b']);
  });

  it('K7: list everything that is wrong at once, with what is allowed', () => {
    const complaints = complaintsOf(() =>
      readOptions(['--port', '70000', '--thumb-size', '1e3', '--frobnicate', '--no-write=x', '--workspace'], {
        LENSLET_LOG_LEVEL: 'loud',
      }),
    );
    expect(complaints.join('\n')).toMatch(/--port must be a whole number from 0 to 65535; it is "70000"/);
    expect(complaints.join('\n')).toMatch(/--thumb-size must be/);
    expect(complaints.join('\n')).toMatch(/There is no option --frobnicate/);
    expect(complaints.join('\n')).toMatch(/--no-write must be true or false; it is "x"/);
    expect(complaints.join('\n')).toMatch(/--workspace needs a value/);
    expect(complaints.join('\n')).toMatch(/LENSLET_LOG_LEVEL must be one of auto, trace/);
    expect(complaints).toHaveLength(6);
  });

  it('SC1: a port that somebody chose is told apart from the usual one', () => {
    const folder = tempFolder('gallery');
    expect(settingsOf(folder).listen).toMatchObject({ port: 7070, maySlide: true });
    expect(settingsOf(folder, '--port', '7070').listen).toMatchObject({ port: 7070, maySlide: false });
    const { values } = readOptions([], { LENSLET_PORT: '7070' });
    expect(makeSettings(folder, values, '1.0.0', false).listen).toMatchObject({ port: 7070, maySlide: false });
  });

  it('RU1: a variable that is none is refused as an option is', () => {
    expect(complaintsOf(() => readOptions([], { LENSLET_WORKSPCE: '1', LENSLET_: '', LENSLET_NO_WRTE: '' }))).toEqual([
      'There is no variable LENSLET_WORKSPCE. Did you mean LENSLET_WORKSPACE?',
      'There is no variable LENSLET_.',
      'There is no variable LENSLET_NO_WRTE. Did you mean LENSLET_NO_WRITE?',
    ]);
    expect(complaintsOf(() => readOptions([], { lenslet_port: 'x', LENS: 'y' }))).toEqual([]);
  });

  it('RU1: variables of the launcher, the tests and the benchmarks are none of the server, and no mistake', () => {
    const env = { LENSLET_LAUNCHER: '1', LENSLET_TORTURE: '1', LENSLET_SEED: '7', LENSLET_BENCH_DATA: '/data' };
    expect(complaintsOf(() => readOptions([], env))).toEqual([]);
  });

  it('RU1: --help is told also when something else is wrong', () => {
    expect(readOptions(['--help', '--prot'], { LENSLET_PROT: '1' }).wantsHelp).toBe(true);
  });

  it('RU1: the help lists what a choice is between, and no default that would be refused', () => {
    expect(helpText()).toMatch(/--log-level LEVEL .*: auto, trace, debug, info, warn, error, silent \(default: auto\)/);
    expect(helpText()).toMatch(/--role ROLE .*: viewer, labeller, admin\n/);
    expect(complaintsOf(() => readOptions(['--role', 'none'], {}))).toEqual([
      '--role must be one of viewer, labeller, admin; it is "none".',
    ]);
  });

  it('are all in the help, and in the environment under a name of their own', () => {
    for (const name of Object.keys(options)) expect(helpText()).toContain(`--${name}`);
    expect(variableOf('thumb-size')).toBe('LENSLET_THUMB_SIZE');
  });
});

describe('what is on unless it is switched off', () => {
  const leases = (args: readonly string[], variable?: string): boolean =>
    readOptions(args, { LENSLET_PRESENCE_LIFECYCLE_V2: variable }).values['presence-lifecycle-v2'];

  it('PR12: is switched off by its name with no- before it, or in the environment', () => {
    expect(leases([])).toBe(true);
    expect(leases(['--presence-lifecycle-v2'])).toBe(true);
    expect(leases(['--no-presence-lifecycle-v2'])).toBe(false);
    expect(leases(['--presence-lifecycle-v2=false'])).toBe(false);
    expect(['false', '0', 'true', '1', ''].map((text) => leases([], text))).toEqual([false, false, true, true, true]);
    expect(leases(['--presence-lifecycle-v2'], 'false')).toBe(true);
    expect(leases(['--no-presence-lifecycle-v2'], 'true')).toBe(false);
  });

  it('PR12: cannot be both at once, nor anything else', () => {
    const both = ['--presence-lifecycle-v2', '--no-presence-lifecycle-v2'];
    for (const words of [both, both.toReversed()]) {
      expect(complaintsOf(() => leases(words))).toEqual([
        '--presence-lifecycle-v2 and --no-presence-lifecycle-v2 exclude each other.',
      ]);
    }
    expect(complaintsOf(() => leases([], 'maybe'))[0]).toContain('LENSLET_PRESENCE_LIFECYCLE_V2 must be true or false');
    expect(complaintsOf(() => leases(['--presence-lifecycle-v2=maybe']))).toHaveLength(1);
  });

  it('has a name with no- before it, which other switches have not', () => {
    expect(complaintsOf(() => readOptions(['--no-dry-run'], {}))[0]).toContain('There is no option --no-dry-run');
    expect(complaintsOf(() => readOptions(['--no-port'], {}))).toHaveLength(1);
    expect(readOptions(['--no-write'], {}).values['no-write']).toBe(true);
  });
});

describe('people and streams', () => {
  it('PR2, ST4: are given so long, and so much, when nobody says otherwise', () => {
    const { presence, stream } = settingsOf(tempFolder('gallery'));
    expect(presence).toEqual({ viewTtlMs: 75_000, editTtlMs: 60_000, pruneEveryMs: 5000, hasLeases: true });
    expect(stream).toEqual({ replayLimit: 10_000, heartbeatMs: 15_000, lifetimeMs: 900_000 });
  });

  it.each([
    ['presence-view-ttl', '3', 'presence', { viewTtlMs: 3000 }],
    ['presence-edit-ttl', '1', 'presence', { editTtlMs: 1000 }],
    ['presence-prune-interval', '2', 'presence', { pruneEveryMs: 2000 }],
    ['replay-limit', '0', 'stream', { replayLimit: 0 }],
    ['stream-heartbeat', '7', 'stream', { heartbeatMs: 7000 }],
    ['stream-lifetime', '60', 'stream', { lifetimeMs: 60_000 }],
  ] as const)('--%s %s is heard, also from the environment', (name, text, part, expected) => {
    const folder = tempFolder('gallery');
    expect(settingsOf(folder, `--${name}`, text)[part]).toMatchObject(expected);
    const { values } = readOptions([], { [variableOf(name)]: text });
    expect(makeSettings(folder, values, '1.0.0', false)[part]).toMatchObject(expected);
    for (const wrong of ['-1', '1.5', 'x', '', '1e2', '99999999']) {
      expect([wrong, complaintsOf(() => readOptions([`--${name}=${wrong}`], {})).length]).toEqual([wrong, 1]);
    }
  });

  it.each(['presence-view-ttl', 'presence-edit-ttl', 'presence-prune-interval', 'stream-heartbeat', 'stream-lifetime'])(
    '--%s is no time when it is 0',
    (name) => {
      expect(complaintsOf(() => readOptions([`--${name}`, '0'], {}))[0]).toContain('a whole number from 1 to');
    },
  );
});

describe('settings', () => {
  it('keep our files in the gallery, or where they are told to', () => {
    const folder = realpathSync(tempFolder('gallery'));
    expect(settingsOf(folder).gallery.workspace).toBe(`${folder}/.lenslet`);
    const elsewhere = tempFolder('workspace');
    expect(settingsOf(folder, '--workspace', elsewhere).gallery.workspace).toBe(elsewhere);
  });

  it('refuse a workspace that the gallery itself would list', () => {
    const folder = tempFolder('gallery');
    expect(complaintsOf(() => settingsOf(folder, '--workspace', `${folder}/ours`))).toHaveLength(1);
    expect(complaintsOf(() => settingsOf(folder, '--workspace', `${folder}/.ours`))).toEqual([]);
  });

  it('D19: with --no-write not even look whether they could write', () => {
    const folder = tempFolder('gallery');
    expect(settingsOf(folder, '--no-write').gallery.workspace).toBeNull();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('D20: go on without writing where they cannot, and say why; or refuse', () => {
    const folder = tempFolder('gallery');
    const elsewhere = tempFolder('elsewhere');
    writeFileSync(`${elsewhere}/file`, '');
    const blocked = `${elsewhere}/file/workspace`;
    const { gallery } = settingsOf(folder, '--workspace', blocked);
    expect(gallery.workspace).toBeNull();
    expect(gallery.readOnlyReason).toContain('a file is in the way');
    expect(complaintsOf(() => settingsOf(folder, '--workspace', blocked, '--require-write'))).toHaveLength(1);
  });

  it('H22: refuse to listen beyond this machine unless that is said in so many words', () => {
    const folder = tempFolder('gallery');
    expect(complaintsOf(() => settingsOf(folder, '--host', '0.0.0.0'))[0]).toContain('--insecure-open');
    expect(settingsOf(folder, '--host', '0.0.0.0', '--token-file', 'tokens').auth.tokenFile).toContain('/tokens');
    const proxy = ['--auth-proxy-header', 'X-User', '--auth-proxy-from', '10.0.0.0/8'];
    expect(settingsOf(folder, '--host', '0.0.0.0', ...proxy).auth.proxy).toEqual({
      ...{ header: 'x-user', from: ['10.0.0.0/8'], role: 'labeller' },
    });
    expect(settingsOf(folder, '--host', '0.0.0.0', '--insecure-open').listen.isOpen).toBe(true);
    expect(['127.0.0.1', '127.9.9.9', '::1', 'localhost'].every(isLoopback)).toBe(true);
    expect(['0.0.0.0', '::', '127.0.0.1.evil.com', '10.0.0.1', ''].some(isLoopback)).toBe(false);
  });

  it('SC6: list other pages exactly as browsers name them, or not at all', () => {
    const folder = tempFolder('gallery');
    expect(settingsOf(folder).listen.listedOrigins).toEqual([]);
    const good = ['https://tools.example', 'http://localhost:4200', 'http://[::1]:81', 'http://10.0.0.7:8080'];
    const words = ['--cors-origin', `${good[0]!},${good[1]!}`, '--cors-origin', good[2]!, '--cors-origin', good[3]!];
    expect(settingsOf(folder, ...words).listen.listedOrigins).toEqual(good);
  });

  it.each([
    ...['*', 'null', 'tools.example', '//tools.example', 'https://', 'ftp://tools.example', 'file://'],
    ...['https://tools.example/', 'https://tools.example/path', 'https://tools.example?q', 'https://tools.example#h'],
    ...['https://*.example', 'https://Tools.example', 'HTTPS://tools.example', 'https://tools.example:443'],
    ...[
      'http://tools.example:80',
      'http://tools.example:',
      'http://tools.example:99999',
      'http://0x7f.1',
      'http://me@b',
    ],
    ...['https://tools.example,', ',', 'https://tools.example, https://b.example', 'https://bücher.example', ''],
  ])('SC6: refuse %j as the origin of a page', (wrong) => {
    expect(complaintsOf(() => readOptions(['--cors-origin', wrong], {})).join()).toContain('--cors-origin must be');
  });

  it('SC6: know names under which browsers come, as they stand in a Host', () => {
    const words = [
      '--allow-host',
      'Images.example.com,10.0.0.7',
      '--allow-host',
      '[FD00::7]',
      '--allow-host',
      'fd00::8',
    ];
    expect(settingsOf(tempFolder('gallery'), ...words).listen.allowedHosts).toEqual([
      ...['images.example.com', '10.0.0.7', 'fd00::7', 'fd00::8'],
    ]);
  });

  it.each([
    ...['https://images.example.com', 'images.example.com:7843', 'images.example.com/', '//images.example.com'],
    ...['*', '*.example.com', 'a, b', 'a,', ',', '', '[fd00::7]:7843', '[images.example.com]x', 'bücher.example', 'a.'],
  ])('SC6: refuse %j as the name of this server: it would never be met', (wrong) => {
    expect(complaintsOf(() => readOptions(['--allow-host', wrong], {})).join()).toMatch(
      /--allow-host must be .* bare names .*no https:\/\/ before it, no port/,
    );
  });

  it('say what is wrong with the folder', () => {
    const folder = tempFolder('gallery');
    mkdirSync(`${folder}/sub`);
    writeFileSync(`${folder}/file`, '');
    expect(complaintsOf(() => settingsOf(`${folder}/none`))).toEqual([expect.stringContaining('There is no folder')]);
    expect(complaintsOf(() => settingsOf(`${folder}/file`))).toEqual([
      `${folder}/file is not a folder, nor a table: a file that ends in .parquet, .csv, .ndjson.`,
    ]);
  });

  it('refuse what excludes itself', () => {
    const folder = tempFolder('gallery');
    expect(complaintsOf(() => settingsOf(folder, '--no-write', '--require-write'))).toHaveLength(1);
    expect(complaintsOf(() => settingsOf(folder, '--no-write', '--workspace', folder))).toHaveLength(1);
  });

  it('give the base path a slash at both ends', () => {
    const folder = tempFolder('gallery');
    expect(settingsOf(folder, '--base-path', '/team/gallery').listen.basePath).toBe('/team/gallery/');
    expect(settingsOf(folder).listen.basePath).toBe('/');
    for (const wrong of ['team', '//', '/a//b', `/${'a'.repeat(60)} b`]) {
      expect(complaintsOf(() => readOptions(['--base-path', wrong], {}))).toHaveLength(1);
    }
  });

  it.each([
    [['--token-file', 't', '--insecure-open'], 'leave it out'],
    [['--auth-proxy-header', 'X-User'], '--auth-proxy-from'],
    [['--auth-proxy-from', '10.0.0.1'], 'which header'],
    [['--auth-proxy-header', 'Cookie', '--auth-proxy-from', '10.0.0.1'], 'another meaning'],
    [['--auth-proxy-header', 'X-User', '--auth-proxy-from', '10.0.0.0/33'], '10.0.0.0/33'],
    [['--auth-proxy-header', 'X-User', '--auth-proxy-from', 'a proxy'], 'a proxy'],
  ])('SC1: %s contradict each other, or mean nothing', (words, told) => {
    expect(complaintsOf(() => settingsOf(tempFolder('gallery'), ...words)).join()).toContain(told);
  });
});
