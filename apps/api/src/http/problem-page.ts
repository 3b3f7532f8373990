import type { FastifyRequest } from 'fastify';
import { escapeHtml } from '../shared/escape-html.ts';
import type { Problem } from '../shared/problem.ts';

/**
 * Somebody typed an address or followed a link: every browser then asks for XHTML beside HTML, and no program does. The newer
 * headers that say it outright are not sent over plain http.
 */
export function wantsPage({ method, headers }: FastifyRequest): boolean {
  const isRead = method === 'GET' || method === 'HEAD';
  const wanted = (headers.accept ?? '')
    .toLowerCase()
    .split(',')
    .map((kind) => kind.split(';')[0]?.trim());
  return isRead && wanted.includes('text/html') && wanted.includes('application/xhtml+xml');
}

/** As small as can be: the policy of every answer lets it have no style and no script. */
export function problemPage({ code, message }: Problem, basePath: string): string {
  // By a name that is not ours, the start would be refused in the same way.
  const start = code === 'misdirected_host' ? '' : `\n<p><a href="${escapeHtml(basePath)}">To the start</a></p>`;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="dark"><title>Lenslet: ${escapeHtml(code.replaceAll('_', ' '))}</title></head>
<body><h1>${escapeHtml(code.replaceAll('_', ' '))}</h1>
<p>${escapeHtml(message)}</p>${start}</body></html>
`;
}
