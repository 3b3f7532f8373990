import { join } from 'node:path';
import type { Role } from '#contracts';
import { runCli } from './cli.ts';
import { tempFolder } from './temp-folder.ts';

/** A token file, and people with tokens in it, made as an operator makes them. */
export class TokenHolders {
  readonly file = join(tempFolder('tokens'), 'tokens');
  readonly tokens = new Map<string, string>();

  async add(name: string, role: Role): Promise<string> {
    const { code, out, err } = await runCli(['token', 'add', name, '--role', role, '--token-file', this.file]);
    if (code !== 0) throw new Error(`No token was made: ${err}`);
    const token = out.trim();
    this.tokens.set(name, token);
    return token;
  }

  async revoke(name: string): Promise<void> {
    const { code, err } = await runCli(['token', 'revoke', name, '--token-file', this.file]);
    if (code !== 0) throw new Error(`The token was not revoked: ${err}`);
  }

  /** What a program of this person sends. */
  headersOf(name: string): { readonly authorization: string } {
    return { authorization: `Bearer ${this.tokens.get(name) ?? ''}` };
  }
}
