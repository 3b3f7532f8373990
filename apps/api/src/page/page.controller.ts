import { Controller, Inject, NotFoundException, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { SETTINGS } from '../settings/settings.module.ts';
import type { Settings } from '../settings/settings.ts';
import { alsoVaryBy, immutable, revalidate } from '../shared/http-cache.ts';
import { Route } from '../shared/route.decorator.ts';
import { pagePolicy, scriptPolicy } from './page-policy.ts';
import { WebFiles, type Encoding, type WebFile } from './web-files.ts';

/** Addresses of the application itself. Everything else that is no file of it does not exist. */
const pages = new Set(['/', '/dashboard', '/history']);

@Controller()
export class PageController {
  constructor(
    private readonly files: WebFiles,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Route('page')
  async read(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const path = request.url.split('?', 1)[0] ?? '/';
    const file = this.files.find(path);
    if (file) await this.sendFile(file, request, reply);
    else if (pages.has(path)) this.sendPage(request, reply);
    // The framework's own exception: the filter knows whether another method would be taken here.
    else throw new NotFoundException();
  }

  private async sendFile(file: WebFile, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    void reply.headers({
      etag: file.etag,
      'cache-control': file.isImmutable ? immutable : revalidate,
      'content-type': file.type,
    });
    alsoVaryBy(reply, 'accept-encoding');
    if (file.type.startsWith('text/javascript')) void reply.header('content-security-policy', scriptPolicy);
    if (request.headers['if-none-match'] === file.etag) {
      void reply.status(304).send();
      return;
    }
    const encoding = encodingFor(request.headers['accept-encoding']);
    const body = await file.encoded(encoding);
    if (encoding !== 'identity') void reply.header('content-encoding', encoding);
    void reply.send(body);
  }

  private sendPage({ principal, url }: FastifyRequest, reply: FastifyReply): void {
    if (principal.role === 'public') {
      const { basePath } = this.settings.listen;
      const next = encodeURIComponent(basePath + url.slice(1));
      void reply
        .status(302)
        .headers({ location: `${basePath}login?next=${next}`, 'cache-control': 'no-store' })
        .send();
      return;
    }
    const { html, nonce } = this.files.page();
    void reply
      .headers({
        'content-security-policy': pagePolicy(nonce, this.settings.gallery.imageOrigins),
        'cache-control': 'no-store',
        'content-type': 'text/html; charset=utf-8',
      })
      .send(html);
  }
}

function encodingFor(accepted: string | string[] | undefined): Encoding {
  const names = String(accepted ?? '')
    .split(',')
    .map((name) => name.trim());
  return names.includes('br') ? 'br' : names.includes('gzip') ? 'gzip' : 'identity';
}
