import { join } from 'node:path';
import { createGenerator } from 'ts-json-schema-generator';

/** As much of JSON Schema as the document looks into. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly [keyword: string]: unknown;
}

/** Every exported contract type as a schema in the form OpenAPI 3.1 wants, sorted by name. */
export function contractSchemas(folder: string, tsconfig: string): ReadonlyMap<string, JsonSchema> {
  const generator = createGenerator({
    path: join(folder, '*.ts'),
    tsconfig,
    type: '*',
    expose: 'export',
    topRef: true,
    // tsc checks the types; the generator's own TypeScript is another version and need not agree.
    skipTypeCheck: true,
  });
  const { definitions = {} } = generator.createSchema('*');
  // The generator escapes the names of generic types as an address would; components want them plain.
  const plain = (name: string): string => decodeURIComponent(name).replaceAll(/[^\w.-]+/g, '_');
  const sorted = Object.keys(definitions).sort();
  return new Map(sorted.map((name) => [plain(name), to2020(definitions[name], plain) as JsonSchema]));
}

/** Draft 7 to 2020-12: other references, tuples by another keyword, `const` left as it is. */
function to2020(schema: unknown, plain: (name: string) => string): unknown {
  if (Array.isArray(schema)) return schema.map((part) => to2020(part, plain));
  if (typeof schema !== 'object' || schema === null) return schema;
  const made = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, to2020(value, plain)]));
  if (typeof made['$ref'] === 'string') {
    made['$ref'] = `#/components/schemas/${plain(made['$ref'].replace('#/definitions/', ''))}`;
  }
  if (Array.isArray(made['items'])) {
    made['prefixItems'] = made['items'];
    made['items'] = made['additionalItems'] ?? false;
    delete made['additionalItems'];
  }
  return made;
}
