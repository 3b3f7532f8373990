import { Controller, Header, Inject, Res } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
import type { FastifyReply } from 'fastify';
import { SETTINGS } from '../settings/settings.module.ts';
import type { Settings } from '../settings/settings.ts';
import { Route } from '../shared/route.decorator.ts';
import { ApiDocument } from './api-document.ts';
import { apiPage } from './api-page.ts';

@Controller()
export class DocsController {
  constructor(
    private readonly document: ApiDocument,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Route('openapi')
  @Header('content-type', 'application/json; charset=utf-8')
  openApi(): string {
    return this.document.text(this.settings.listen.basePath);
  }

  @Route('docs')
  page(@Res() reply: FastifyReply): void {
    const nonce = randomBytes(16).toString('base64');
    void reply
      .headers({
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': `default-src 'none'; style-src 'nonce-${nonce}'; frame-ancestors 'none'`,
      })
      .send(apiPage(this.document.parsed(), nonce));
  }
}
