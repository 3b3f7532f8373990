import type { OpenApi, Operation } from './api-document.ts';

/** The description of the API as a page for people: plain HTML, no script, nothing from elsewhere. */
export function apiPage(document: OpenApi, nonce: string): string {
  const paths = Object.entries(document.paths).sort(([a], [b]) => (a < b ? -1 : 1));
  const operations = paths.flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => operationSection(method, path, operation)),
  );
  const schemas = Object.entries(document.components?.schemas ?? {}).map(
    ([name, schema]) =>
      `<details id="${escape(name)}"><summary><b>${escape(name)}</b></summary>${json(schema)}</details>`,
  );
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(document.info.title)} API</title><style nonce="${nonce}">${style}</style></head>
<body><main><h1>${escape(document.info.title)} API <small>${escape(document.info.version)}</small></h1>
<p>For programs: <a href="openapi.json">openapi.json</a>. Whatever is refused is answered with an
<a href="docs#ErrorBody">ErrorBody</a>: a code that never changes, and a sentence that says what to do.</p>
${operations.join('\n')}<h2>Types</h2>${schemas.join('\n')}</main></body></html>`;
}

function operationSection(method: string, path: string, operation: Operation): string {
  const parameters = (operation.parameters ?? []).map(
    ({ name, in: place, required, description, schema }) =>
      `<tr><td><code>${escape(name)}</code></td><td>${escape(place)}${required === true ? ', required' : ''}</td>` +
      `<td>${escape(typeName(schema))}</td><td>${escape(description ?? '')}</td></tr>`,
  );
  const statuses = Object.entries(operation.responses).filter(([status]) => status !== 'default');
  const answers = statuses.map(([status, { content, headers }]) => {
    const types = Object.entries(content ?? {}).map(([type, { schema }]) => schemaLink(type, schema));
    const named = Object.keys(headers ?? {}).map((name) => ` <small>with <code>${escape(name)}</code></small>`);
    return `<tr><td><code>${escape(status)}</code></td><td>${types.join(', ') || 'nothing'}${named.join('')}</td></tr>`;
  });
  const body = Object.entries(operation.requestBody?.content ?? {}).map(([type, { schema }]) =>
    schemaLink(type, schema),
  );
  const frames = Object.entries(operation['x-frames'] ?? {}).map(
    ([name, schema]) => `<tr><td><code>${escape(name)}</code></td><td>${schemaLink('', schema)}</td></tr>`,
  );
  return `<section><h2><span class="method">${escape(method.toUpperCase())}</span> <code>${escape(path)}</code></h2>
<p>${escape(operation.summary ?? '')} <small>${escape(operation['x-needs'] ?? '')}</small></p>
${parameters.length > 0 ? `<h3>Asked with</h3><table>${parameters.join('')}</table>` : ''}
${body.length > 0 ? `<h3>Body</h3><p>${body.join(', ')}</p>` : ''}<h3>Answers</h3><table>${answers.join('')}</table>
${frames.length > 0 ? `<h3>Events, and their data</h3><table>${frames.join('')}</table>` : ''}</section>`;
}

function schemaLink(mediaType: string, schema: Readonly<Record<string, unknown>> | undefined): string {
  const name = typeName(schema);
  const isNamed = typeof schema?.['$ref'] === 'string';
  return isNamed ? `<a href="docs#${escape(name)}">${escape(name)}</a>` : escape(mediaType);
}

function typeName(schema: Readonly<Record<string, unknown>> | undefined): string {
  const { $ref: reference, type } = schema ?? {};
  if (typeof reference === 'string') return reference.slice(reference.lastIndexOf('/') + 1);
  return typeof type === 'string' ? type : '';
}

function json(value: unknown): string {
  return `<pre>${escape(JSON.stringify(value, null, 2))}</pre>`;
}

function escape(text: string): string {
  const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return text.replace(/[&<>"]/g, (character) => entities[character] ?? character);
}

const style = `
:root { color-scheme: light dark; font: 15px/1.55 system-ui, sans-serif; }
body { margin: 0; } main { max-width: 54rem; margin: 0 auto; padding: 2rem 1.25rem 6rem; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.05rem; margin: 2.2rem 0 .3rem; } h3 { font-size: .8rem; font-weight: 600; opacity: .65; margin: .8rem 0 .2rem; } h3 + p { margin: .2rem 0; } small { opacity: .65; font-weight: 400; }
code, pre { font: .9em/1.5 ui-monospace, monospace; } pre { overflow: auto; padding: .75rem; border-radius: .5rem; background: color-mix(in srgb, currentColor 7%, transparent); }
table { border-collapse: collapse; width: 100%; table-layout: fixed; } td { width: 9rem; } td:last-child { width: auto; } a { color: inherit; } td { padding: .25rem .75rem .25rem 0; vertical-align: top; border-top: 1px solid color-mix(in srgb, currentColor 12%, transparent); }
.method { font-size: .8em; padding: .15em .5em; border-radius: .4em; background: color-mix(in srgb, currentColor 12%, transparent); }
details { margin: .25rem 0; } summary { cursor: pointer; }
@media (max-width: 40rem) {
  tbody { display: block; } tr { display: flex; flex-wrap: wrap; padding: .3rem 0; border-top: 1px solid color-mix(in srgb, currentColor 12%, transparent); }
  td { width: auto; border: 0; padding: 0 .75rem 0 0; } td:nth-child(4) { flex-basis: 100%; opacity: .8; }
}`;
