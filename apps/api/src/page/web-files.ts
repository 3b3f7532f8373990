import { Buffer } from 'node:buffer';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const mediaTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.map': 'application/json; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
};

export type Encoding = 'br' | 'gzip' | 'identity';

export interface WebFile {
  readonly type: string;
  readonly etag: string;
  /** Its name holds a hash of its content: it never changes under this name. */
  readonly isImmutable: boolean;
  encoded(encoding: Encoding): Promise<Buffer>;
}

const compressors = {
  br: (plain: Buffer) => promisify(brotliCompress)(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }),
  gzip: (plain: Buffer) => promisify(gzip)(plain, { level: 9 }),
} as const;

/** The built browser application: some dozen files, held in memory, each compressed once. */
export class WebFiles {
  readonly #files = new Map<string, WebFile>();
  readonly #index: string;

  constructor(folder: string, basePath: string) {
    if (!existsSync(`${folder}/index.html`))
      throw new Error('The browser application is not built: run npm run build.');
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const file = `${entry.parentPath}/${entry.name}`;
      this.#files.set(file.slice(folder.length), new BuiltFile(entry.name, readFileSync(file)));
    }
    const index = readFileSync(`${folder}/index.html`, 'utf8');
    this.#index = index.replace('<base href="/"', `<base href="${basePath}"`);
  }

  find(path: string): WebFile | undefined {
    return path === '/index.html' ? undefined : this.#files.get(path);
  }

  /** The page itself, and the nonce that its policy has to name. */
  page(): { html: string; nonce: string } {
    const nonce = randomBytes(16).toString('base64');
    return { html: this.#index.replaceAll('%NONCE%', nonce), nonce };
  }
}

class BuiltFile implements WebFile {
  readonly type: string;
  readonly etag: string;
  readonly isImmutable: boolean;
  readonly #plain: Buffer;
  readonly #encoded = new Map<Encoding, Promise<Buffer>>();

  constructor(name: string, plain: Buffer) {
    this.#plain = plain;
    this.type = mediaTypes[extname(name)] ?? 'application/octet-stream';
    this.etag = `"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`;
    // Programs hash with capitals, the chunks they share with all letters, `_` and `-`.
    this.isImmutable = /^(?:chunk|main|styles|worker)-[\w-]{8}\.(?:js|css)$/.test(name);
  }

  encoded(encoding: Encoding): Promise<Buffer> {
    if (encoding === 'identity') return Promise.resolve(this.#plain);
    const known = this.#encoded.get(encoding);
    if (known) return known;
    const made = compressors[encoding](this.#plain);
    this.#encoded.set(encoding, made);
    return made;
  }
}
