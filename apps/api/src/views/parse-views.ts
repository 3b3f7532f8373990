import { limits, type ViewDraft, type ViewsReplacement } from '#contracts';
import { parseQuery } from '../browse/parse-query.ts';
import { listAt, objectAt, refused, refuseOthers, switchAt, textAt } from '../shared/body-fields.ts';
import { characterCount } from '../shared/character-count.ts';
import { baseVersionIn } from '../shared/label-fields.ts';

export function parseViewsReplacement(body: unknown): ViewsReplacement {
  const fields = objectAt(body, 'body');
  // A client may send back what it read, with its own changes in it.
  refuseOthers(fields, ['base_version', 'views', 'version']);
  const views = listAt(fields['views'], 'views', limits.views).map(viewIn);
  const twice = views.find(({ id }, at) => views.findIndex((other) => other.id === id) !== at);
  if (twice) throw refused('views.id', `must be different for each view; ${JSON.stringify(twice.id)} is there twice`);
  return { ...baseVersionIn(fields), views };
}

function viewIn(value: unknown): ViewDraft {
  const fields = objectAt(value, 'views');
  refuseOthers(fields, ['id', 'name', 'query', 'created_by', 'shared'], 'views.');
  const { id, name, query, created_by, shared } = fields;
  return {
    id: shortText(id, 'views.id'),
    name: shortText(name, 'views.name'),
    query: parseQuery(query, 'views.query'),
    ...(created_by === undefined ? {} : { created_by: textAt(created_by, 'views.created_by') }),
    ...(shared === undefined ? {} : { shared: switchAt(shared, 'views.shared') }),
  };
}

function shortText(value: unknown, field: string): string {
  const text = textAt(value, field).trim();
  if (text !== '' && characterCount(text) <= limits.nameCharacters && !text.includes('\0')) return text;
  throw refused(field, `must be a text of 1 to ${String(limits.nameCharacters)} characters`);
}
