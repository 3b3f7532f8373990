import { readFileSync } from 'node:fs';

interface Schema {
  readonly [key: string]: unknown;
}

export interface Operation {
  readonly summary?: string;
  readonly 'x-needs'?: string;
  /** Of a stream: what the data of each event is. */
  readonly 'x-frames'?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly required?: boolean;
    readonly description?: string;
    readonly schema?: Schema;
  }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema?: Schema }>> };
  readonly responses: Readonly<
    Record<
      string,
      {
        readonly description?: string;
        readonly headers?: Schema;
        readonly content?: Readonly<Record<string, { readonly schema?: Schema }>>;
      }
    >
  >;
}

export interface OpenApi {
  readonly info: { readonly title: string; readonly version: string; readonly description?: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components?: { readonly schemas?: Readonly<Record<string, Schema>> };
}

/** The description of the API as it was made from the contracts when the server was built. */
export class ApiDocument {
  readonly #file: string;
  #text: string | undefined;

  constructor(file: string) {
    this.#file = file;
  }

  /** With the address of this server, so that a tool that reads it knows where to call. */
  text(basePath: string): string {
    const document = JSON.parse(this.source()) as OpenApi;
    return JSON.stringify({ ...document, servers: [{ url: basePath.slice(0, -1) || '/' }] });
  }

  parsed(): OpenApi {
    return JSON.parse(this.source()) as OpenApi;
  }

  private source(): string {
    return (this.#text ??= readFileSync(this.#file, 'utf8'));
  }
}
