import { createHash } from 'node:crypto';
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

const style = `:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; background: light-dark(#f6f6f7, #131417); color: light-dark(#1b1d21, #e8e9ec); }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; }
main { box-sizing: border-box; width: min(30rem, 100vw - 2rem); padding: 2rem; border: 1px solid light-dark(#d5d7dc, #33363d); border-radius: .75rem; background: light-dark(#fff, #1c1e22); }
h1 { margin: 0 0 .5rem; font-size: 1.25rem; } p { margin: 0; overflow-wrap: anywhere; }
a { display: inline-block; margin-top: 1.25rem; padding: .6rem 1rem; border-radius: .5rem; background: light-dark(#2456c9, #7aa5ff); color: light-dark(#fff, #10131a); font-weight: 600; text-decoration: none; }
a:focus-visible { outline: 2px solid light-dark(#2456c9, #7aa5ff); outline-offset: 2px; }`;

/** The style of this page, and nothing else at all. */
export const problemPolicy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; frame-ancestors 'none'`;

/** It needs nothing that would have to be fetched: whatever is asked for next may be refused as well. */
export function problemPage({ code, message }: Problem, basePath: string): string {
  // By a name that is not ours, the start would be refused in the same way.
  const start = code === 'misdirected_host' ? '' : `\n<a href="${escapeHtml(basePath)}">To the gallery</a>`;
  const heading = escapeHtml(code.replace(/^./, (letter) => letter.toUpperCase()).replaceAll('_', ' '));
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${heading} — Lenslet</title>
<style>${style}</style></head>
<body><main><h1>${heading}</h1>
<p>${escapeHtml(message)}</p>${start}</main></body></html>
`;
}
