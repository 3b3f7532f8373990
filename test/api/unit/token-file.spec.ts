import { chmodSync, chownSync, lstatSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { changeTokens } from '../../../apps/api/src/auth/change-tokens.ts';
import { TokenBook } from '../../../apps/api/src/auth/token-book.ts';
import {
  hashOfToken,
  newToken,
  parseTokenFile,
  writeTokenFile,
  type TokenEntry,
} from '../../../apps/api/src/auth/token-file.ts';
import { readTokens, TokenKeeper } from '../../../apps/api/src/auth/token-keeper.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const token = newToken();
const ada: TokenEntry = { name: 'Ada Lovelace', role: 'labeller', hash: hashOfToken(token), madeOn: '2026-01-23' };
const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

describe('SC2: a token file', () => {
  it('is read as it was written', () => {
    const bob: TokenEntry = { ...ada, name: 'bob', role: 'admin', hash: hashOfToken(newToken()) };
    expect(parseTokenFile(writeTokenFile([ada, bob]))).toEqual([ada, bob]);
    expect(writeTokenFile([ada])).not.toContain(token);
  });

  it('takes what people write by hand: spaces, comments, no day, other line ends', () => {
    const text = `# ours\r\n\r\n  Ada Lovelace   labeller  sha256:${ada.hash}  \r\n`;
    expect(parseTokenFile(text)).toEqual([{ ...ada, madeOn: '' }]);
  });

  it.each([
    'ada labeller',
    `ada owner sha256:${ada.hash}`,
    `ada labeller sha256:short`,
    `labeller sha256:${ada.hash}`,
    'x',
  ])('is refused as a whole for a line like %s', (line) =>
    expect(() => parseTokenFile(`${writeTokenFile([ada])}${line}\n`)).toThrow(/^Line 4 /),
  );

  it('is for its owner only, and read again when it changes', () => {
    const file = join(tempFolder('tokens'), 'tokens');
    expect(readTokens(file)).toEqual([]);
    changeTokens(file, () => [ada]);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const book = new TokenBook(readTokens(file));
    const keeper = new TokenKeeper(file, book, quiet);
    expect(book.ownerOf(token)).toMatchObject(ada);
    // Half of a change is none.
    writeFileSync(file, 'ada labeller');
    keeper.reloadIfChanged();
    expect(book.ownerOf(token)).toMatchObject(ada);
    writeFileSync(file, '');
    keeper.reloadIfChanged();
    expect(book.ownerOf(token)).toBeUndefined();
  });

  it('that changed while the server started is taken over too', () => {
    const file = join(tempFolder('tokens'), 'tokens');
    changeTokens(file, () => [ada]);
    const book = new TokenBook(readTokens(file));
    changeTokens(file, () => []);
    new TokenKeeper(file, book, quiet).reloadIfChanged();
    expect(book.ownerOf(token)).toBeUndefined();
  });

  it('is looked at again when only its readers have changed', () => {
    const file = join(tempFolder('tokens'), 'tokens');
    changeTokens(file, () => [ada]);
    const book = new TokenBook([]);
    let looks = 0;
    const replace = book.replace.bind(book);
    const keeper = new TokenKeeper(file, book, quiet);
    book.replace = (entries) => {
      looks += 1;
      return replace(entries);
    };
    keeper.reloadIfChanged();
    keeper.reloadIfChanged();
    expect(looks).toBe(1);
    chmodSync(file, 0o400);
    keeper.reloadIfChanged();
    expect(looks).toBe(2);
  });

  it('SC11: says that it was read again when that made a difference, or after it could not be', () => {
    const file = join(tempFolder('tokens'), 'tokens');
    changeTokens(file, () => [ada]);
    const told: string[] = [];
    const tell = (_: object, text: string): number => told.push(text);
    const keeper = new TokenKeeper(file, new TokenBook(readTokens(file)), { ...quiet, info: tell, error: tell });
    const look = (): string[] => {
      keeper.reloadIfChanged();
      return told.splice(0);
    };
    expect(look()).toEqual([]);
    chmodSync(file, 0o400);
    expect(look()).toEqual([]);
    changeTokens(file, () => []);
    expect(look()).toEqual(['the token file was read again']);
    writeFileSync(file, 'ada labeller');
    expect(look()).toEqual(['the token file cannot be read; the tokens from before are still good']);
    // Mended, and as it was.
    writeFileSync(file, writeTokenFile([]));
    expect(look()).toEqual(['the token file was read again']);
  });

  it('is changed by one at a time, and not at all when the change fails', () => {
    const file = join(tempFolder('tokens'), 'tokens');
    changeTokens(file, () => [ada]);
    const both = (): void =>
      changeTokens(file, (entries) => {
        changeTokens(file, () => []);
        return entries;
      });
    expect(both).toThrow(/^Somebody else is changing/);
    expect(readTokens(file)).toEqual([ada]);
    changeTokens(file, () => []);
    expect(readTokens(file)).toEqual([]);
    expect(() => changeTokens(join(file, 'below'), () => [ada])).toThrow(
      /cannot be written: what should be its folder is a file/,
    );
  });

  it('keeps its place, its group and its owner, but no other readers', () => {
    const folder = tempFolder('tokens');
    const [file, link] = [join(folder, 'tokens'), join(folder, 'link')];
    writeFileSync(file, '', { mode: 0o644 });
    chmodSync(file, 0o644);
    symlinkSync(file, link);
    // Whoever may give files away, does.
    const somebody = process.getuid?.() === 0 ? 65_534 : statSync(file).uid;
    if (somebody === 65_534) chownSync(file, somebody, somebody);
    const { uid, gid } = statSync(file);
    changeTokens(link, () => [ada]);
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(statSync(file)).toMatchObject({ uid, gid });
    expect(statSync(file).mode & 0o777).toBe(0o640);
    expect(readFileSync(file, 'utf8')).toContain(ada.hash);
  });

  it('has each token once: it would depend on who asks which line counts', () => {
    const text = writeTokenFile([ada, { ...ada, role: 'admin' }]);
    expect(() => parseTokenFile(text)).toThrow('Line 4 has a token that stands above already.');
  });
});
