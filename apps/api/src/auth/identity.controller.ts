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
    const cookie = this.cookies.make(hash, this.clock.wall());
    setCookies(reply, this.cookie(cookie, sessionMs / 1000, isOverHttps(request)));
    return { name, role, authenticated: true, can_sign_out: true };
  }

  @Route('signOut')
  @HttpCode(204)
  signOut(@Res({ passthrough: true }) reply: FastifyReply): void {
    setCookies(reply, this.cookie('', 0, true), this.cookie('', 0, false));
  }

  private cookie(value: string, seconds: number, isSecure: boolean): string {
    const { name, secureName } = this.cookies;
    const attributes = `Path=${this.settings.listen.basePath}; Max-Age=${String(seconds)}; HttpOnly; SameSite=Strict`;
    return isSecure ? `${secureName}=${value}; ${attributes}; Secure` : `${name}=${value}; ${attributes}`;
  }
}

/**
 * We speak plain http, also to a proxy that speaks https with browsers; but a browser says where its page came from, and that
 * was compared with our own names.
 */
function isOverHttps({ headers }: FastifyRequest): boolean {
  return headers.origin?.startsWith('https://') === true;
}

function setCookies(reply: FastifyReply, ...cookies: string[]): void {
  void reply.headers({ 'set-cookie': cookies, 'cache-control': 'no-store' });
}
