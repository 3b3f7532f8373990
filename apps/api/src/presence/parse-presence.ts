import {
  limits,
  presenceStatuses,
  type PresenceBeat,
  type PresenceJoin,
  type PresenceLeave,
  type PresenceMove,
} from '#contracts';
import { choiceAt, objectAt, refused, refuseOthers, textAt, type Fields } from '../shared/body-fields.ts';
import { cleanPath } from '../shared/gallery-path.ts';

/** As `x-client-id` may be: the one is compared with the other. */
const idForm = /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/;

export function parseJoin(body: unknown): PresenceJoin {
  const fields = fieldsOf(body, ['gallery_id', 'client_id', 'lease_id', 'stream_id']);
  return { ...visitIn(fields), ...optionalId(fields, 'stream_id') };
}

export function parseBeat(body: unknown): PresenceBeat {
  const fields = fieldsOf(body, ['gallery_id', 'client_id', 'lease_id', 'status']);
  return { ...visitIn(fields), status: choiceAt(fields['status'], 'status', presenceStatuses, 'viewing') };
}

export function parseMove(body: unknown): PresenceMove {
  const fields = fieldsOf(body, ['from_gallery_id', 'to_gallery_id', 'client_id', 'lease_id']);
  return {
    from_gallery_id: scopeAt(fields, 'from_gallery_id'),
    to_gallery_id: scopeAt(fields, 'to_gallery_id'),
    client_id: idAt(fields, 'client_id'),
    lease_id: idAt(fields, 'lease_id'),
  };
}

export function parseLeave(body: unknown): PresenceLeave {
  const fields = fieldsOf(body, ['gallery_id', 'client_id', 'lease_id']);
  return {
    gallery_id: scopeAt(fields, 'gallery_id'),
    client_id: idAt(fields, 'client_id'),
    lease_id: idAt(fields, 'lease_id'),
  };
}

function fieldsOf(body: unknown, known: readonly string[]): Fields {
  const fields = objectAt(body, 'body');
  refuseOthers(fields, known);
  return fields;
}

function visitIn(fields: Fields): Pick<PresenceJoin, 'gallery_id' | 'client_id' | 'lease_id'> {
  return {
    gallery_id: scopeAt(fields, 'gallery_id'),
    client_id: idAt(fields, 'client_id'),
    ...optionalId(fields, 'lease_id'),
  };
}

function scopeAt(fields: Fields, field: string): string {
  return cleanPath(textAt(fields[field], field), field);
}

/** A program that has none may send null. */
function optionalId<Field extends string>(fields: Fields, field: Field): Partial<Record<Field, string>> {
  const value = fields[field];
  if (value === undefined || value === null) return {};
  // The field was just named by the type.
  return { [field]: idAt(fields, field) } as Record<Field, string>;
}

function idAt(fields: Fields, field: string): string {
  const id = textAt(fields[field], field);
  if (id.length <= limits.clientIdCharacters && idForm.test(id)) return id;
  throw refused(field, `must be 1 to ${String(limits.clientIdCharacters)} printable ASCII characters`);
}
