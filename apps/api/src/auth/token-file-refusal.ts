import { userInfo } from 'node:os';
import { dirname } from 'node:path';
import { BadOptions } from '../settings/read-options.ts';
import { TokenFileError } from './token-file.ts';

/** Like any other wrong option: it stays wrong until somebody mends it, and trying again helps nobody. */
export function cannotRead(file: string, error: unknown): BadOptions {
  const reason = error instanceof TokenFileError ? error.message.replace(/\.$/, '') : readReason(codeOf(error));
  return new BadOptions([`The token file ${file} cannot be read: ${reason}.`]);
}

export function cannotWrite(file: string, error: unknown): BadOptions {
  return new BadOptions([`The token file ${file} cannot be written: ${writeReason(file, codeOf(error))}.`]);
}

function readReason(code: string): string {
  const words: Readonly<Record<string, string>> = {
    EACCES: `${user()} may not read it; give it to that user with chown, and see that they may enter its folder`,
    EISDIR: 'it is a folder',
    ENOTDIR: 'what should be its folder is a file',
    ELOOP: 'it is a link that leads to itself',
  };
  return words[code] ?? code;
}

function writeReason(file: string, code: string): string {
  const folder = dirname(file);
  const words: Readonly<Record<string, string>> = {
    ENOENT: `there is no folder ${folder}; make it first`,
    EACCES: `${user()} may not write in ${folder}`,
    EPERM: `it belongs to somebody else than ${user()}; change it as its owner, or as root`,
    ENOTDIR: 'what should be its folder is a file',
    EISDIR: 'it is a folder',
    EROFS: 'the file system is read-only',
    ENOSPC: 'the disk is full',
  };
  return words[code] ?? code;
}

function user(): string {
  try {
    return `the user ${userInfo().username}`;
  } catch {
    // In a container a user need not have a name.
    return `the user ${String(process.getuid?.() ?? '')}`;
  }
}

function codeOf(error: unknown): string {
  return String((error as NodeJS.ErrnoException).code);
}
