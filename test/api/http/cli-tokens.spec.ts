import { chmodSync, chownSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCli } from '../../support/cli.ts';
import { indexed } from '../../support/gallery-state.ts';
import { ask } from '../../support/http-client.ts';
import { writeImage } from '../../support/images.ts';
import { hasPrinted, logLines } from '../../support/log-lines.ts';
import { startServer } from '../../support/server.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { TokenHolders } from '../../support/token-holders.ts';
import { waitFor } from '../../support/wait-for.ts';

const root = tempFolder('gallery');

beforeAll(async () => {
  await writeImage(root, 'one.jpg');
});

describe('SC2: a token file that cannot be used', () => {
  const start = (file: string) => runCli([root, '--no-write', '--port', '0', '--token-file', file]);

  it('is refused as other options are, with code 2 and in words', async () => {
    const folder = tempFolder('tokens');
    const [damaged, inFile] = [join(folder, 'damaged'), join(folder, 'damaged', 'tokens')];
    writeFileSync(damaged, 'ada\n');
    for (const [file, sentence] of [
      [join(folder, 'none'), `There are no tokens in ${folder}/none: make one with`],
      [
        `${folder}/gone/tokens`,
        `There is no token file ${folder}/gone/tokens: there is not even the folder ${folder}/gone.`,
      ],
      [damaged, `The token file ${damaged} cannot be read: Line 1 is not a name, a role and the hash of a token.`],
      [folder, `The token file ${folder} cannot be read: it is a folder.`],
      [inFile, `The token file ${inFile} cannot be read: what should be its folder is a file.`],
    ] as const) {
      const { code, out, err } = await start(file);
      expect([code, out, err]).toEqual([2, '', expect.stringContaining(sentence)]);
      expect(err).not.toMatch(/\n\s+at |"level"|\bE[A-Z]{4,}\b/);
    }
  });

  it('names the folder that is missing for a new one', async () => {
    const file = join(tempFolder('tokens'), 'gone', 'tokens');
    const { code, err } = await runCli(['token', 'add', 'ada', '--role', 'viewer', '--token-file', file]);
    expect([code, err.split('\n')[0]]).toEqual([
      2,
      `The token file ${file} cannot be written: there is no folder ${join(file, '..')}; make it first.`,
    ]);
  });

  const isRoot = process.getuid?.() === 0;

  it('says who may not read it', async () => {
    const people = new TokenHolders();
    await people.add('ada', 'viewer');
    if (!isRoot) {
      chmodSync(people.file, 0o000);
      expect((await start(people.file)).err).toMatch(/cannot be read: the user \S+ may not read it/);
      return;
    }
    chmodSync(join(people.file, '..'), 0o755);
    const gallery = tempFolder('gallery');
    chmodSync(gallery, 0o755);
    const args = ['--no-write', '--token-file', people.file];
    await expect(startServer({ root: gallery, workspace: null, uid: 65_534, args })).rejects.toThrow(
      /ended with 2 .*cannot be read: the user \S+ may not read it; give it to that user with chown/s,
    );
  });

  it('is not written by whoever may not, and says who that is', async () => {
    const folder = tempFolder('tokens');
    const closed = join(folder, 'closed');
    mkdirSync(closed, { mode: 0o555 });
    if (isRoot) chownSync(closed, 0, 0);
    // Root writes everywhere: only where the file system itself refuses.
    const file = isRoot ? '/proc/tokens' : join(closed, 'tokens');
    const { code, err } = await runCli(['token', 'add', 'ada', '--role', 'viewer', '--token-file', file]);
    expect([code, err]).toEqual([2, expect.stringMatching(/^The token file \S+ cannot be written: /)]);
  });
});

describe('SC2: a new token in the place of an old one', () => {
  const people = new TokenHolders();
  const list = async (): Promise<string[][]> => {
    const { out } = await runCli(['token', 'list', '--token-file', people.file]);
    return out
      .split('\n')
      .slice(0, -1)
      .map((line) => line.split('\t'));
  };

  it('stands beside it until the old one is revoked by its fingerprint', async () => {
    const old = await people.add('Ada Lovelace', 'labeller');
    const server = await startServer({ root, args: ['--token-file', people.file] });
    const headersOf = (token: string) => ({ authorization: `Bearer ${token}` });
    await indexed(server, 1, headersOf(old));
    const words = ['token', 'add', 'Ada Lovelace', '--role', 'labeller', '--token-file', people.file];
    const { out, err } = await runCli(words);
    const fresh = out.trim();
    const fingerprints = (await list()).map(([name, , , fingerprint]) => `${name!}/${fingerprint!}`);
    expect(fingerprints).toHaveLength(2);
    expect(err).toContain(
      `lenslet token revoke 'Ada Lovelace/${fingerprints[0]!.split('/')[1]!}' --token-file ${people.file}\n`,
    );
    const statusOf = async (token: string) => (await ask(server, 'me', { headers: headersOf(token) })).status;
    await waitFor(async () => (await statusOf(fresh)) === 200, 'the new token to be good');
    expect(await statusOf(old)).toBe(200);
    const revoked = await runCli(['token', 'revoke', fingerprints[0]!, '--token-file', people.file]);
    expect([revoked.code, revoked.out]).toEqual([0, expect.stringMatching(/^1 revoked/)]);
    await waitFor(async () => (await statusOf(old)) === 401, 'the old token to be gone');
    // Again and again: a program whose token was revoked is told that, and no other thing.
    for (let turn = 0; turn < 15; turn += 1) expect(await statusOf(old)).toBe(401);
    expect(await statusOf(fresh)).toBe(200);
    // SC11: twice it has changed, and the first look after the start was no change.
    await hasPrinted(server, /(?:the token file was read again[^]*){2}/);
    expect(logLines(server).filter(({ msg }) => msg === 'the token file was read again')).toHaveLength(2);
    await server.stop();
  });

  it('by the name alone all are revoked, and an unknown fingerprint is nobody', async () => {
    await people.add('bob', 'viewer');
    await people.add('bob', 'viewer');
    const unknown = await runCli(['token', 'revoke', 'bob/AAAAAAAA', '--token-file', people.file]);
    expect([unknown.code, unknown.err]).toEqual([1, 'There is no token of bob/AAAAAAAA.\n']);
    expect((await runCli(['token', 'revoke', 'bob', '--token-file', people.file])).out).toMatch(/^2 revoked/);
    expect((await list()).some(([name]) => name === 'bob')).toBe(false);
  });
});
