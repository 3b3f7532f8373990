import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { errorStatus, routes, type ErrorCode, type RouteContract, type RouteName } from '#contracts';

interface Response {
  readonly content?: Readonly<Record<string, unknown>>;
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { responses: Readonly<Record<string, Response>> }>>>>;
}

let loaded: { document: Document; ajv: Ajv2020 } | undefined;
const compiled = new Map<string, ValidateFunction>();

/**
 * Fails unless this route may answer so: the status is one it promises, the body is of the type it promises, and an
 * error's code belongs to its status. Give the parsed JSON, or nothing for an answer without a body.
 */
export function expectMatchesContract(name: RouteName, status: number, body?: unknown): void {
  const route: RouteContract = routes[name];
  const path = route.path.replaceAll(/:(\w+)/g, '{$1}');
  const method = route.method.toLowerCase();
  const promised = load().document.paths[path]?.[method]?.responses;
  if (!promised) throw new Error(`${route.method} ${path} is not in the OpenAPI document.`);
  const told = `${route.method} ${path} answered ${String(status)}`;
  if (status >= 400) {
    check('#/components/schemas/ErrorBody', body, told);
    // Just checked to be an ErrorBody.
    const { error } = body as { error: ErrorCode };
    if (errorStatus[error] !== status)
      throw new Error(`${told} with "${error}", which travels under ${String(errorStatus[error])}.`);
    return;
  }
  const response = promised[String(status)];
  if (!response) throw new Error(`${told}, and promises only ${Object.keys(promised).join(', ')}.`);
  if (!response.content) {
    if (body !== undefined && body !== '' && body !== null) throw new Error(`${told} with a body, and promises none.`);
    return;
  }
  if (!('application/json' in response.content)) return;
  // One of the others: what is JSON was parsed.
  if (body === undefined && Object.keys(response.content).length > 1) return;
  const place = ['paths', path, method, 'responses', String(status), 'content', 'application/json', 'schema'];
  check(`#/${place.map(escape).join('/')}`, body, told);
}

/** Fails unless the stream may tell an event of this name with this data. */
export function expectFrameMatchesContract(event: string, data: unknown): void {
  if (!Object.hasOwn(routes.events.frames, event)) throw new Error(`The stream has no event ${event}.`);
  check(`#/${['paths', '/events', 'get', 'x-frames', event].map(escape).join('/')}`, data, `The event ${event} came`);
}

function check(pointer: string, body: unknown, told: string): void {
  const { ajv } = load();
  const validate = compiled.get(pointer) ?? ajv.compile({ $ref: `openapi.json${pointer}` });
  compiled.set(pointer, validate);
  if (!validate(body)) {
    const shown = JSON.stringify({ body }).slice(0, 2000);
    throw new Error(`${told} with a body that is not what it promises: ${ajv.errorsText(validate.errors)}\n${shown}`);
  }
}

function load(): { document: Document; ajv: Ajv2020 } {
  if (loaded) return loaded;
  const document = JSON.parse(readFileSync(resolve(__dirname, '../../dist/api/openapi.json'), 'utf8')) as Document;
  // Not strict: the document has keywords that belong to OpenAPI, not to JSON Schema.
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  ajv.addSchema(document, 'openapi.json');
  loaded = { document, ajv };
  return loaded;
}

/** A place in a JSON document, as the part of an address behind the #. */
function escape(part: string): string {
  return encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'));
}
