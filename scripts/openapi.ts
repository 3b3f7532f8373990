/** The OpenAPI document, made of the routes table and the contract types. `node scripts/openapi.ts` prints it. */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { importTypes, routes, type RouteContract } from '#contracts';
import { contractSchemas, type JsonSchema } from './build/contract-schemas.ts';

const root = resolve(import.meta.dirname, '..');
const contracts = join(root, 'libs/contracts/src');
const cache = join(root, 'dist/.cache/openapi.json');

const wordsForStatus: Readonly<Record<number, string>> = {
  200: 'As asked',
  202: 'Accepted: it will be done',
  206: 'The range that was asked for',
  304: 'Unchanged since the caller last asked',
};

/** Reading types takes a second and the answer is the same until the contracts change. */
export function buildOpenApi(): object {
  const key = fingerprint();
  const kept = readCache();
  if (kept?.key === key) return kept.document;
  const document = compose(contractSchemas(contracts, join(root, 'tsconfig.json')));
  // Named by process, then renamed: two builds at once must not read half of each other's.
  const temporary = `${cache}.${String(process.pid)}`;
  mkdirSync(join(cache, '..'), { recursive: true });
  writeFileSync(temporary, JSON.stringify({ key, document }));
  renameSync(temporary, cache);
  return document;
}

export function compose(schemas: ReadonlyMap<string, JsonSchema>): object {
  const paths: Record<string, Record<string, object>> = {};
  const entries = Object.entries<RouteContract>(routes)
    // A template cannot stand for a path of several segments, and the page is no part of the API.
    .filter(([, route]) => !route.path.includes('*'))
    .sort(([, a], [, b]) => (a.path + a.method < b.path + b.method ? -1 : 1));
  for (const [name, route] of entries) {
    const path = route.path.replaceAll(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(name, route, schemas) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Lenslet',
      version: version(),
      description: 'The API of a self-hosted gallery and labelling server.',
    },
    paths,
    components: {
      schemas: Object.fromEntries(reachable(paths, schemas)),
      responses: {
        Problem: {
          description: 'What is wrong, by a code that is never renamed, and in one sentence',
          content: { 'application/json': { schema: reference('ErrorBody') } },
        },
      },
    },
  };
}

function operation(name: string, route: RouteContract, schemas: ReadonlyMap<string, JsonSchema>): object {
  const fromPath = [...route.path.matchAll(/:(\w+)/g)].map(([, parameter]) => ({
    name: parameter,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
  const parameters = [...fromPath, ...queryParameters(route.query, schemas), ...headerParameters(route)];
  return {
    operationId: name,
    summary: route.summary,
    'x-needs': route.needs,
    ...(route.frames && { 'x-frames': framesOf(route.frames, schemas) }),
    ...(parameters.length > 0 && { parameters }),
    ...(route.body !== undefined && {
      requestBody: { required: true, content: { 'application/json': { schema: known(route.body, schemas) } } },
    }),
    ...(route.takesFile && {
      requestBody: {
        required: true,
        content: Object.fromEntries(Object.keys(importTypes).map((type) => [type, { schema: { type: 'string' } }])),
      },
    }),
    responses: {
      ...Object.fromEntries(
        Object.entries(route.answers).map(([status, answer]) => [
          status,
          { ...success(Number(status), answer, schemas), ...(route.isSynced && { headers: syncCursor }) },
        ]),
      ),
      default: { $ref: '#/components/responses/Problem' },
    },
  };
}

/** A query string has no floats and no objects: each field of the query type is one parameter. */
function queryParameters(type: string | undefined, schemas: ReadonlyMap<string, JsonSchema>): object[] {
  if (type === undefined) return [];
  known(type, schemas);
  const { properties = {}, required = [] } = schemas.get(type) ?? {};
  return Object.entries(properties).map(([name, { description, ...schema }]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    ...(description !== undefined && { description }),
    schema: schema.type === 'number' ? { ...schema, type: 'integer' } : schema,
  }));
}

function header(name: string, required: boolean, description: string): object {
  return { name, in: 'header', required, description, schema: { type: 'string' } };
}

/** What every write and every stream carries: generated clients know of it only from here. */
function headerParameters({ write, frames }: RouteContract): object[] {
  if (frames) return [header('Last-Event-ID', false, 'The id of the last event: everything after it is told first')];
  if (write === undefined) return [];
  const ifMatch =
    'The version the write was made against, as its ETag was; * for any. Else base_version stands in the body.';
  return [
    header(
      'Idempotency-Key',
      true,
      'New for each write, and the same when it is sent again: 1 to 255 printable ASCII characters',
    ),
    ...(write === 'versioned' ? [header('If-Match', false, ifMatch)] : []),
    header('X-Updated-By', false, 'The name of the person, where nobody has signed in'),
    header('X-Client-Id', false, 'The browser tab or program; kept to itself'),
  ];
}

/** The specification has no word yet for the events of a stream: by name, what their data is. */
function framesOf(frames: Readonly<Record<string, string>>, schemas: ReadonlyMap<string, JsonSchema>): object {
  return Object.fromEntries(Object.entries(frames).map(([name, type]) => [name, known(type, schemas)]));
}

const syncCursor = {
  'X-Sync-Cursor': {
    description: 'Where to open the stream so that nothing is missed that this answer does not hold',
    schema: { type: 'string' },
  },
};

function success(status: number, answer: string, schemas: ReadonlyMap<string, JsonSchema>): object {
  const description = wordsForStatus[status] ?? 'Done';
  if (answer === '') return { description };
  if (!answer.includes('/'))
    return { description, content: { 'application/json': { schema: known(answer, schemas) } } };
  // In 3.1 the bytes of a binary answer need no schema: the media type says all there is to say.
  const content = answer.split(', ').map((type) => [type, { schema: schemaOf(type) }] as const);
  return { description, content: Object.fromEntries(content) };
}

function schemaOf(mediaType: string): JsonSchema {
  if (mediaType === 'application/json') return { type: 'object' };
  return mediaType.startsWith('text/') ? { type: 'string' } : {};
}

function reference(name: string): JsonSchema {
  return { $ref: `#/components/schemas/${name}` };
}

function known(name: string, schemas: ReadonlyMap<string, JsonSchema>): JsonSchema {
  if (!schemas.has(name)) throw new Error(`The routes table names ${name}, but no contract type is called so.`);
  return reference(name);
}

/** Only what a route can lead to: contracts also hold types of the browser's own. */
function reachable(paths: object, schemas: ReadonlyMap<string, JsonSchema>): [string, JsonSchema][] {
  const found = new Set<string>();
  const visit = (text: string): void => {
    for (const [, name = ''] of text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      if (found.has(name)) continue;
      found.add(name);
      visit(JSON.stringify(schemas.get(name) ?? {}));
    }
  };
  visit(JSON.stringify([paths, reference('ErrorBody')]));
  return [...schemas].filter(([name]) => found.has(name));
}

function version(): string {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  return version;
}

function fingerprint(): string {
  const hash = createHash('sha256').update(version());
  const generators = [join(root, 'scripts/openapi.ts'), join(root, 'scripts/build/contract-schemas.ts')];
  const files = readdirSync(contracts).sort();
  for (const file of [...files.map((name) => join(contracts, name)), ...generators]) {
    hash.update(file.slice(root.length)).update('\0').update(readFileSync(file));
  }
  return hash.digest('hex');
}

function readCache(): { key: string; document: object } | undefined {
  try {
    return JSON.parse(readFileSync(cache, 'utf8')) as { key: string; document: object };
  } catch {
    // Not there, or not whole: it is made again.
    return undefined;
  }
}

if (import.meta.main) console.log(JSON.stringify(buildOpenApi(), null, 2));
