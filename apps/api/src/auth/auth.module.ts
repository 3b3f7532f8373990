import { dirname } from 'node:path';
import { Global, Module } from '@nestjs/common';
import { BadOptions } from '../settings/read-options.ts';
import { LOG, SETTINGS } from '../settings/settings.module.ts';
import type { Settings } from '../settings/settings.ts';
import { Clock } from '../shared/clock.ts';
import type { Log } from '../shared/log.ts';
import { Access } from './access.ts';
import { Doorman } from './doorman.ts';
import { FailedAttempts } from './failed-attempts.ts';
import { IdentityController } from './identity.controller.ts';
import { TrustedAddresses } from './proxy-identity.ts';
import { SessionCookies } from './session-cookie.ts';
import { sessionSecret } from './session-secret.ts';
import { TokenBook } from './token-book.ts';
import type { TokenEntry } from './token-file.ts';
import { hasFolder, TokenKeeper, tokensIn } from './token-keeper.ts';
import { WriteAllowances } from './write-allowance.ts';

@Global()
@Module({
  controllers: [IdentityController],
  providers: [
    { provide: Access, inject: [Clock], useFactory: (clock: Clock) => new Access(new WriteAllowances(clock)) },
    {
      provide: TokenBook,
      inject: [SETTINGS],
      useFactory: ({ auth }: Settings) => new TokenBook(auth.tokenFile === null ? [] : tokensAtStart(auth.tokenFile)),
    },
    {
      provide: TokenKeeper,
      inject: [SETTINGS, TokenBook, LOG],
      useFactory: ({ auth }: Settings, book: TokenBook, log: Log) => new TokenKeeper(auth.tokenFile, book, log),
    },
    {
      provide: SessionCookies,
      inject: [SETTINGS],
      useFactory: ({ auth, gallery, listen }: Settings) => {
        // Nothing is left in a workspace that nobody signs in to.
        const workspace = auth.tokenFile === null ? null : gallery.workspace;
        return new SessionCookies(sessionSecret(workspace), listen.port, gallery.workspaceWanted);
      },
    },
    {
      provide: Doorman,
      inject: [SETTINGS, TokenBook, SessionCookies, Clock, LOG],
      useFactory: ({ auth }: Settings, tokens: TokenBook, cookies: SessionCookies, clock: Clock, log: Log) => {
        const proxy = auth.proxy && { ...auth.proxy, from: new TrustedAddresses(auth.proxy.from) };
        const doors = { tokens: auth.tokenFile === null ? null : tokens, cookies, proxy };
        return new Doorman(doors, new FailedAttempts(clock, log), clock);
      },
    },
  ],
  exports: [Doorman, TokenKeeper],
})
export class AuthModule {}

/** Without one token nobody could come in: that is a mistake, and better told now. */
function tokensAtStart(file: string): TokenEntry[] {
  const entries = tokensIn(file);
  if (entries.length > 0) return entries;
  throw new BadOptions([
    hasFolder(file)
      ? `There are no tokens in ${file}: make one with \`lenslet token add NAME --role admin --token-file ${file}\`.`
      : `There is no token file ${file}: there is not even the folder ${dirname(file)}.`,
  ]);
}
