import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { routes, type ErrorCode, type RouteContract } from '#contracts';
import type { Log } from '../shared/log.ts';
import { etagOf } from '../shared/etag.ts';
import { Problem } from '../shared/problem.ts';
import { problemPage, problemPolicy, wantsPage } from './problem-page.ts';

/** Turns whatever was thrown into an answer with a code and a sentence. What nobody foresaw says nothing of itself. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    private readonly log: Log,
    private readonly basePath: string,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.answer(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }

  answer(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const problem = asProblem(error, request);
    if (problem.status === 500) {
      this.log.error({ request: request.id, err: error }, 'a request failed in a way nobody foresaw');
    }
    // The head may be on its way already; then cutting the connection is the only way to say that it went wrong.
    if (reply.sent || reply.raw.headersSent) {
      reply.raw.destroy();
      return;
    }
    const { retryAfter, current } = problem.details;
    if (current) void reply.header('etag', etagOf(current.version));
    if (retryAfter !== undefined) void reply.header('retry-after', String(retryAfter));
    if (problem.code === 'method_not_allowed') void reply.header('allow', methodsOf(request.url).join(', '));
    void reply.status(problem.status).header('cache-control', 'no-store');
    if (wantsPage(request)) {
      void reply.type('text/html; charset=utf-8').header('content-security-policy', problemPolicy);
      void reply.send(problemPage(problem, this.basePath));
    } else void reply.type('application/json; charset=utf-8').send(problem.body());
  }
}

/** Fastify's own refusals, by the status that it would have answered with. */
const byStatus: Readonly<Record<number, readonly [ErrorCode, string]>> = {
  400: ['bad_request', 'The request could not be understood.'],
  408: ['request_timeout', 'The request took too long to arrive.'],
  413: ['body_too_large', 'The body is larger than this route takes.'],
  414: ['uri_too_long', 'The address is too long.'],
  415: ['unsupported_media_type', 'Only a JSON body (application/json, UTF-8, not compressed) is understood.'],
  431: ['headers_too_large', 'The headers are larger than 16 KiB.'],
  503: ['shutting_down', 'The server is shutting down.'],
};

function asProblem(error: unknown, request: FastifyRequest): Problem {
  if (error instanceof Problem) return error;
  const status = error instanceof HttpException ? error.getStatus() : statusOf(error);
  if (status === 404 || status === 405) return noSuchRoute(request);
  const known = byStatus[status];
  return known
    ? new Problem(...known)
    : new Problem('internal_error', `Something went wrong here. Request ${request.id}.`);
}

function noSuchRoute(request: FastifyRequest): Problem {
  return methodsOf(request.url).length > 0
    ? new Problem('method_not_allowed', `This address does not take ${request.method}.`)
    : new Problem('route_not_found', 'There is nothing at this address. The API is described at docs.');
}

function statusOf(error: unknown): number {
  const status = (error as { statusCode?: unknown } | null)?.statusCode;
  return typeof status === 'number' ? status : 500;
}

function methodsOf(url: string): string[] {
  const path = url.split('?', 1)[0] ?? '';
  const isAt = (route: RouteContract): boolean =>
    route.path !== '/*' && new RegExp(`^${route.path.replace(/:\w+/g, '[^/]+')}$`).test(path);
  return Object.values<RouteContract>(routes)
    .filter(isAt)
    .map((route) => route.method);
}
