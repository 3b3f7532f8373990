import { Problem } from './problem.ts';

/** A JSON object whose fields nobody has looked at yet. */
export type Fields = Readonly<Record<string, unknown>>;

/** Nothing is coerced or ignored: what is not understood is refused by its name. */
export function refused(field: string, complaint: string): Problem {
  return new Problem('invalid_field', `${field} ${complaint}.`, { field });
}

export function objectAt(value: unknown, field: string): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  throw refused(field, value === undefined ? 'is missing' : 'must be an object');
}

export function listAt(value: unknown, field: string, most: number): readonly unknown[] {
  if (!Array.isArray(value)) throw refused(field, value === undefined ? 'is missing' : 'must be a list');
  if (value.length > most) throw refused(field, `must have at most ${String(most)} entries`);
  return value;
}

export function textAt(value: unknown, field: string): string {
  if (typeof value === 'string') return value;
  throw refused(field, value === undefined ? 'is missing' : 'must be a text');
}

export function switchAt(value: unknown, field: string): boolean {
  if (typeof value === 'boolean') return value;
  throw refused(field, 'must be true or false');
}

export function integerAt(value: unknown, field: string, min: number, max: number): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= min && value <= max) return value;
  const range = max === Number.MAX_SAFE_INTEGER ? `not below ${String(min)}` : `from ${String(min)} to ${String(max)}`;
  throw refused(field, `must be a whole number ${range}`);
}

export function numberAt(value: unknown, field: string): number {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw refused(field, value === undefined ? 'is missing' : 'must be a number');
}

export function choiceAt<Choice extends string>(
  value: unknown,
  field: string,
  choices: readonly Choice[],
  fallback?: Choice,
): Choice {
  if (value === undefined && fallback !== undefined) return fallback;
  const choice = choices.find((each) => each === value);
  if (choice === undefined) throw refused(field, `must be one of ${choices.join(', ')}`);
  return choice;
}

/** `within` is what stands before the names of these fields when one of them is refused. */
export function refuseOthers(fields: Fields, known: readonly string[], within = ''): void {
  const unknown = Object.keys(fields).find((field) => !known.includes(field));
  if (unknown !== undefined) {
    throw new Problem('invalid_field', `There is no field ${within}${unknown} here.`, { field: within + unknown });
  }
}
