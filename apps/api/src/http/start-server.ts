import * as transformer from 'class-transformer';
import * as validator from 'class-validator';
import { NestFactory } from '@nestjs/core';
import { ValidationPipe, type DynamicModule } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { AddressInfo } from 'node:net';
import { limits, routes, type RouteContract } from '#contracts';
import { Access } from '../auth/access.ts';
import { Doorman } from '../auth/doorman.ts';
import type { ListenSettings } from '../settings/settings.ts';
import { Clock } from '../shared/clock.ts';
import type { Log } from '../shared/log.ts';
import { httpAdapter, setUpServer } from './http-server.ts';
import { passFile } from './pass-file.ts';
import { invalidField } from './invalid-fields.ts';
import { NestLog } from './nest-log.ts';
import { ProblemFilter } from './problem.filter.ts';

export interface RunningServer {
  readonly url: string;
  stop(): Promise<void>;
  /** A part of the running application. */
  get<Part>(part: abstract new (...args: never) => Part): Part;
}

/** How many ports after the wanted one are tried when it is taken. */
export const portsTried = 20;

export async function startServer(module: DynamicModule, listen: ListenSettings, log: Log): Promise<RunningServer> {
  const problems = new ProblemFilter(log, listen.basePath);
  const app = await NestFactory.create<NestFastifyApplication>(module, httpAdapter(listen), {
    bodyParser: false,
    abortOnError: false,
    logger: new NestLog(log),
  });
  const server = app.getHttpAdapter().getInstance();
  const found: RouteContract[] = [];
  server.addHook('onRoute', (options) => {
    for (const method of [options.method].flat()) {
      found.push({ ...unknownRoute, method: method as RouteContract['method'], path: options.url });
      if (takesLargeBody(method, options.url)) options.bodyLimit = limits.bulkBodyBytes;
      if (takesFile(method, options.url)) {
        options.bodyLimit = limits.importBytes;
        options.preParsing = passFile;
      }
    }
  });
  await setUpServer(server, listen, { doorman: app.get(Doorman), access: app.get(Access), clock: app.get(Clock) }, log);
  app.useGlobalFilters(problems);
  app.useGlobalPipes(
    new ValidationPipe({
      transform: true,
      whitelist: true,
      forbidNonWhitelisted: true,
      forbidUnknownValues: true,
      exceptionFactory: invalidField,
      // Handed over: in a bundle the framework cannot find them by name.
      validatorPackage: validator,
      transformerPackage: transformer,
    }),
  );
  await app.init();
  assertRoutesDeclared(found);
  const port = await listenOnFreePort(server, listen);
  return { url: addressOf(listen, port), stop: () => app.close(), get: (part) => app.get(part) };
}

function takesLargeBody(method: string, url: string): boolean {
  return Object.values<RouteContract>(routes).some(
    (route) => route.hasLargeBody === true && route.method === method && route.path === url,
  );
}

function takesFile(method: string, url: string): boolean {
  return Object.values<RouteContract>(routes).some(
    (route) => route.takesFile === true && route.method === method && route.path === url,
  );
}

const unknownRoute = { needs: 'admin', summary: '', answers: {} } as const;

/** A route that nobody wrote down is a route that nobody decided who may use. */
function assertRoutesDeclared(found: readonly RouteContract[]): void {
  const declared = new Set(Object.values<RouteContract>(routes).map(({ method, path }) => `${method} ${path}`));
  for (const { method, path } of found) {
    const isHead = (method as string) === 'HEAD' && declared.has(`GET ${path}`);
    const isPage = path === '/*' || path === '*';
    if (!isHead && !isPage && !declared.has(`${method} ${path}`)) {
      throw new Error(`The route ${method} ${path} is not in the table of routes, so nobody said who may use it.`);
    }
  }
}

/** By Fastify itself: Nest would log a failure in words of its own, beside those for people. */
async function listenOnFreePort(server: FastifyInstance, { host, port, maySlide }: ListenSettings): Promise<number> {
  for (let tried = 0; ; tried += 1) {
    try {
      await server.listen({ port: port + tried, host });
      return (server.server.address() as AddressInfo).port;
    } catch (error) {
      const isTaken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
      if (!isTaken || !maySlide || tried >= portsTried) throw error;
    }
  }
}

function addressOf({ host, basePath }: ListenSettings, port: number): string {
  const isEverywhere = host === '0.0.0.0' || host === '::';
  const name = isEverywhere ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return `http://${name}:${String(port)}${basePath}`;
}
