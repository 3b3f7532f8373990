/**
 * What our own page may do. Styles that the framework adds are told from injected ones by a nonce; originals may come
 * from the store that browsers are sent to.
 */
export function pagePolicy(nonce: string, imageOrigins: readonly string[]): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    ["img-src 'self' blob: data:", ...imageOrigins].join(' '),
    ["connect-src 'self'", ...imageOrigins].join(' '),
    "font-src 'self'",
    "manifest-src 'self'",
    "worker-src 'self'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** A worker has the policy of its own script, not that of the page which started it: it may ask the gallery, and nobody else. */
export const scriptPolicy = "default-src 'none'; connect-src 'self'; frame-ancestors 'none'";
