import { Problem } from './problem.ts';

/** A query string as flat text fields. Nothing is guessed: a key given twice or bytes that are no text are refused. */
export function parseStrictQuery(query: string): Record<string, string> {
  const fields: [string, string][] = [];
  const seen = new Set<string>();
  for (const part of query.split('&')) {
    if (part === '') continue;
    const cut = part.indexOf('=');
    const key = decoded(cut < 0 ? part : part.slice(0, cut));
    if (seen.has(key))
      throw new Problem('invalid_field', `The query has ${JSON.stringify(key)} twice.`, { field: key });
    // What every object has under a name is no field of ours, and is overlooked by those who check fields later.
    if (key in Object.prototype) throw new Problem('invalid_field', `There is no field ${key} here.`, { field: key });
    seen.add(key);
    fields.push([key, cut < 0 ? '' : decoded(part.slice(cut + 1))]);
  }
  return Object.fromEntries(fields);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    // A percent sign that is not followed by the bytes of a character.
    throw new Problem('invalid_field', 'The query is not percent-encoded UTF-8.');
  }
}
