import { randomBytes } from 'node:crypto';
import { Body, Controller, HttpCode, Inject, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Me } from '#contracts';
import { SETTINGS } from '../settings/settings.module.ts';
import type { Settings } from '../settings/settings.ts';
import { objectAt, refuseOthers, textAt } from '../shared/body-fields.ts';
import { Clock } from '../shared/clock.ts';
import { Route } from '../shared/route.decorator.ts';
import { Doorman } from './doorman.ts';
import { loginPage, safeNext } from './login-page.ts';
import { SessionCookies, sessionMs } from './session-cookie.ts';
import { SignInQueryDto } from './sign-in.query.ts';

@Controller()
export class IdentityController {
  constructor(
    private readonly doorman: Doorman,
    private readonly cookies: SessionCookies,
    private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Route('me')
  me(@Req() { principal }: FastifyRequest): Me {
    const { name, role, isAuthenticated, tokenHash } = principal;
    if (role === 'public') throw new Error('The guard lets nobody in who has no role.');
    return { name, role, authenticated: isAuthenticated, can_sign_out: tokenHash !== undefined };
  }

  @Route('signInPage')
  page(@Query() { next }: SignInQueryDto, @Res() reply: FastifyReply): void {
    const { gallery, listen } = this.settings;
    const nonce = randomBytes(16).toString('base64');
    void reply
      .headers({
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'no-store',
        'content-security-policy':
          `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'; connect-src 'self'; ` +
          "form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
      })
      .send(loginPage(gallery.label, safeNext(next, listen.basePath), nonce));
  }

  @Route('signIn')
  signIn(@Req() request: FastifyRequest, @Body() body: unknown, @Res({ passthrough: true }) reply: FastifyReply): Me {
    const fields = objectAt(body, 'body');
    refuseOthers(fields, ['token']);
    const { name, role, hash } = this.doorman.admit(
      textAt(fields['token'], 'token'),
      request.socket.remoteAddress ?? '',
    );
    this.setCookie(reply, this.cookies.make(hash, this.clock.wall()), sessionMs / 1000);
    return { name, role, authenticated: true, can_sign_out: true };
  }

  @Route('signOut')
  @HttpCode(204)
  signOut(@Res({ passthrough: true }) reply: FastifyReply): void {
    this.setCookie(reply, '', 0);
  }

  /** Not `Secure`: on a company's network the page is plain http, and behind a proxy we do not know. */
  private setCookie(reply: FastifyReply, value: string, seconds: number): void {
    const { basePath } = this.settings.listen;
    const attributes = `Path=${basePath}; Max-Age=${String(seconds)}; HttpOnly; SameSite=Strict`;
    void reply.headers({ 'set-cookie': `${this.cookies.name}=${value}; ${attributes}`, 'cache-control': 'no-store' });
  }
}
